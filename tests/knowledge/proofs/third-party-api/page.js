const baseUrl = "http://api.example.com:8080";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const loadRates = () => request(`/v1/rates`);
