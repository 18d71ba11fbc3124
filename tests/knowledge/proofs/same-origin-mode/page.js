const API = "http://localhost:5000";

export async function loadUsers() {
  const response = await fetch(`${API}/api/users`, {
    mode: "same-origin",
  });
  return response.text();
}
