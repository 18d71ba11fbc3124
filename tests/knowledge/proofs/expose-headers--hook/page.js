function loadBooks(show) {
  const request = new XMLHttpRequest();
  request.open("GET", "http://localhost:5000/api/books");
  request.onload = () => show(JSON.parse(request.responseText), request.getResponseHeader("X-Total-Count"));
  request.send();
}
