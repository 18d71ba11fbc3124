const API = "http://localhost:5000";

export async function createUsers() {
  const response = await fetch(`${API}/api/users`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"name": "Ada"}),
  });
  return response.text();
}
