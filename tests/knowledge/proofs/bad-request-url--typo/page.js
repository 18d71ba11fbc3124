// The page's script.
const url = "htttp://localhost:5000/api/users";
const request = new XMLHttpRequest();
request.open("GET", url);
request.send(null);
