const baseUrl = "https://localhost:5000";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const loadUsers = () => request(`/api/users`);
