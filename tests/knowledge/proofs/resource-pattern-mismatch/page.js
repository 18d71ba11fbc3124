const API_URL = window.API_URL || "http://localhost:5000";

function loadOrders() {
  return fetch(API_URL + `/api/orders?page=2`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
