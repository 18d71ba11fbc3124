const baseUrl = "http://localhost:8080";

const request = (path, options = {}) =>
  fetch(`${baseUrl}${path}`, options).then((response) => response.text());

export const createNotes = () => request(`/api/notes`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"text": "longer than the proxy allows"}),
  });
