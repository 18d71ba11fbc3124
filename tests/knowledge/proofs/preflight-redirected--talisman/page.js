const API_URL = window.API_URL || "http://localhost:5000";

function saveOrders() {
  return fetch(API_URL + `/api/orders`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([]),
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
