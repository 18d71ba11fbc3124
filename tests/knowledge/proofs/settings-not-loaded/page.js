const API = "http://localhost:5000";

export async function loadOrders() {
  const response = await fetch(`${API}/api/orders`);
  return response.json();
}
