const API_URL = window.API_URL || "http://localhost:8080";

function createOrders() {
  return fetch(API_URL + `/api/orders`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"tea": 1}),
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
