// The page's script.
const url = "localhost:5000/api/users";
fetch(url).then((response) => response.text());
