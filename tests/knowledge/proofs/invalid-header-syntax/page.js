const API_URL = window.API_URL || "http://localhost:5000";

function createRooms() {
  return fetch(API_URL + `/api/rooms`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Tenant": "north" },
    body: JSON.stringify({}),
  })
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
