const API_URL = window.API_URL || "http://localhost:5000";

function createOrders() {
  return fetch(API_URL + `/api/orders`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "Bearer token-of-ada" },
    body: JSON.stringify({"item": "tea"}),
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
