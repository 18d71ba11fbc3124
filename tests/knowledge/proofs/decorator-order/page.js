const API = "http://localhost:5000";

export async function createScore() {
  const response = await fetch(`${API}/api/score`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"points": 3}),
  });
  return response.text();
}
