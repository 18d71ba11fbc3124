function loadProfile() {
  return $.ajax({
    url: "http://localhost:5000" + `/api/profile`,
    method: "GET",
  });
}
