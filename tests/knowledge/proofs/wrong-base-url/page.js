// The page's script.
const url = "undefined/api/users";
fetch(url).then((response) => response.json());
