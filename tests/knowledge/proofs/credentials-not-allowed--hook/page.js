function createLogout() {
  const request = new XMLHttpRequest();
  request.open("POST", "http://localhost:5000" + `/api/logout`);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.withCredentials = true;
  request.send();
  return request;
}
