function createLogin() {
  return $.ajax({
    url: "http://localhost:5000" + `/login`,
    method: "POST",
    contentType: "application/json",
    data: JSON.stringify({"name": "Ada"}),
    xhrFields: { withCredentials: true },
  });
}
