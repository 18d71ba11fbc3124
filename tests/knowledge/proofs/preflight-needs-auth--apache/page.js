const API = "http://localhost:8080";

export async function loadOrders() {
  const response = await fetch(`${API}/api/orders`, {
    headers: { Authorization: "Basic YWRhOnNlY3JldA==" },
  });
  return response.text();
}
