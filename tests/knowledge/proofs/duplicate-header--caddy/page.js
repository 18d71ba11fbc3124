const API_URL = window.API_URL || "http://localhost:8080";

function loadWeather() {
  return fetch(API_URL + `/api/weather`)
    .then((response) => response.text())
    .catch((error) => console.error(error));
}
