class ApiClient {
  constructor(base = "http://localhost:8080") {
    this.base = base;
  }

  async createOrders() {
    const url = "http://localhost:8080" + `/api/orders`;
    const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"tea": 1}),
  });
    return answer.text();
  }
}

new ApiClient().createOrders();
