const API_URL = window.API_URL || "http://localhost:8080";

function loadStock() {
  return fetch(API_URL + `/api/stock`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
