const API_URL = window.API_URL || "http://localhost:8080";

function loadPrices() {
  return fetch(API_URL + `/api/prices`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
