// The page's script.
const token = "abc\ndef";
fetch("http://localhost:5000/api/me", { headers: { Authorization: "Bearer " + token } })
  .then((response) => response.json());
