const API_URL = window.API_URL || "http://localhost:5000";

function loadSession() {
  return fetch(API_URL + `/api/session`, {
    credentials: "include",
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
