const API = "http://localhost:5000";

export async function loadProducts() {
  const response = await fetch(`${API}/api/products`);
  return response.text();
}
