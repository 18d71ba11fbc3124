const API_URL = window.API_URL || "http://localhost:5000";

function loadSecret() {
  return fetch(API_URL + `/api/secret?key=wrong`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
