function createUpload() {
  return $.ajax({
    url: "http://localhost:5000" + `/api/upload`,
    method: "POST",
    contentType: "application/octet-stream",
    data: "0123456789",
  });
}
