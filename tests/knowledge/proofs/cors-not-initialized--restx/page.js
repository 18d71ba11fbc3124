const API = "http://localhost:5000";

export async function saveOrders() {
  const response = await fetch(`${API}/api/orders`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([]),
  });
  return response.text();
}
