export async function changeOrder(id) {
  const response = await fetch(`http://localhost:5000/api/orders/${id}`, { method: "PUT" });
  return response.json();
}
