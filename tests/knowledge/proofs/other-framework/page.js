const API = "http://localhost:5000";

export async function loadMenu() {
  const response = await fetch(`${API}/api/menu`);
  return response.text();
}
