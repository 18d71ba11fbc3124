const API_URL = window.API_URL || "http://localhost:8080";

function loadOrders() {
  return fetch(API_URL + `/api/orders`, {
    headers: { Authorization: "Basic YWRhOnNlY3JldA==" },
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
