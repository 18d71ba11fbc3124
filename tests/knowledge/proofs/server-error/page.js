const API_URL = window.API_URL || "http://localhost:5000";

function loadPlum() {
  return fetch(API_URL + `/api/price/plum`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
