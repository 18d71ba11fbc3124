const API_URL = window.API_URL || "http://localhost:8080";

function createOrders() {
  return fetch(API_URL + `/prod/orders`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"pieces": 2}),
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
