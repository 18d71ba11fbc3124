class ApiClient {
  constructor(base = "http://localhost:8080") {
    this.base = base;
  }

  async loadPrices() {
    const url = "http://localhost:8080" + `/api/prices`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadPrices();
