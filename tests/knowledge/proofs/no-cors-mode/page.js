// The page's script.
fetch("http://localhost:5000/api/users", { mode: "no-cors" })
  .then((response) => response.json());
