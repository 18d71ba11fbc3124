const API = "http://localhost:8080";

export async function loadPrices() {
  const response = await fetch(`${API}/api/prices`);
  return response.text();
}
