const API = "http://localhost:8080";

export async function loadWeather() {
  const response = await fetch(`${API}/api/weather`);
  return response.text();
}
