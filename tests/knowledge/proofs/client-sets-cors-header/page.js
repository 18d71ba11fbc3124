const API_URL = window.API_URL || "http://localhost:5000";

function loadUsers() {
  return fetch(API_URL + `/api/users`, {
    headers: { "Access-Control-Allow-Origin": "*" },
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
