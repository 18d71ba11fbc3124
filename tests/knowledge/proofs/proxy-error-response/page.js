class ApiClient {
  constructor(base = "http://localhost:8080") {
    this.base = base;
  }

  async loadStock() {
    const url = "http://localhost:8080" + `/api/stock`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadStock();
