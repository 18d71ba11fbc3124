const API = "http://api.example.com:8080";

export async function loadUsers() {
  const response = await fetch(`${API}/users`);
  return response.text();
}
