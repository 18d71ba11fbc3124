function loadArticles() {
  const request = new XMLHttpRequest();
  request.open("GET", "http://localhost:5000" + `/articles`);
  request.send();
  return request;
}
