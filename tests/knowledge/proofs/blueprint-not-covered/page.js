const API = "http://localhost:5000";

export async function saveAddress() {
  const response = await fetch(`${API}/account/address`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"street": "Hill Road 1"}),
  });
  return response.text();
}
