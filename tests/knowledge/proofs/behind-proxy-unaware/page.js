const baseUrl = "https://api.example.com:8080";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const loadUsers = () => request(`/api/users`);
