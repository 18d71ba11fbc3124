class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async saveOrders() {
    const url = "http://localhost:5000" + `/api/orders`;
    const answer = await fetch(url, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([]),
  });
    return answer.text();
  }
}

new ApiClient().saveOrders();
