// The page's script.
fetch("http://localhost:5000/api/search", { method: "GET", body: '{"q": "tea"}' })
  .then((response) => response.json());
