const API = "http://localhost:5000";

export async function loadMe() {
  const response = await fetch(`${API}/api/me`);
  return response.text();
}
