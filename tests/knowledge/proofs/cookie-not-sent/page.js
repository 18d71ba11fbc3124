const url = "http://127.0.0.1:5000/api/me";

export async function showUser() {
  await fetch(new URL("/api/login", url), { method: "POST", credentials: "include" });
  const response = await fetch(url, { credentials: "include" });
  return response.json();
}
