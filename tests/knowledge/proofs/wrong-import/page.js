function loadBooks() {
  const request = new XMLHttpRequest();
  request.open("GET", "http://localhost:5000" + `/api/books`);
  request.send();
  return request;
}
