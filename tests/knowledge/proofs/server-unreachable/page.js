const API_URL = window.API_URL || "http://localhost:5000";

function loadHealth() {
  return fetch(API_URL + `/api/health`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
