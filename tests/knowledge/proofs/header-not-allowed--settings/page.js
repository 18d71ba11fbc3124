const API = "http://localhost:5000";

export async function saveOrders() {
  const response = await fetch(`${API}/api/orders`, {
    method: "PUT",
    headers: { "X-Tenant": "north" },
  });
  return response.text();
}
