const API = "http://localhost:8080";

export async function loadStock() {
  const response = await fetch(`${API}/api/stock`);
  return response.text();
}
