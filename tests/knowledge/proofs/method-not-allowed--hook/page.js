const API_URL = window.API_URL || "http://localhost:5000";

function updateProfile() {
  return fetch(API_URL + `/api/profile`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"name": "Ada"}),
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
