class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async createMenu() {
    const url = "http://localhost:5000" + `/api/menu`;
    const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"dish": "pie"}),
  });
    return answer.text();
  }
}

new ApiClient().createMenu();
