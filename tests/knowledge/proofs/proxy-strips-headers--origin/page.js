const baseUrl = "http://localhost:8080";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const loadPrices = () => request(`/api/prices`);
