const API = "http://localhost:6666";

export async function loadUsers() {
  const response = await fetch(`${API}/api/users`);
  return response.text();
}
