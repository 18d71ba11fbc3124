const baseUrl = "http://localhost:5000";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const loadMenu = () => request(`/api/menu`);
