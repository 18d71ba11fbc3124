const baseUrl = "http://localhost:5000";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const saveComments = () => request(`/api/comments`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"text": "Second"}),
  });
