// The page's script.
fetch("http://localhost:5000/api/users").then((response) => response.json());
