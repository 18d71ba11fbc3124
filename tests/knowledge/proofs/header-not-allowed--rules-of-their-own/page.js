class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async saveOrders() {
    const url = "http://localhost:5000" + `/api/orders`;
    const answer = await fetch(url, {
    method: "PUT",
    headers: { "X-Tenant": "north" },
  });
    return answer.text();
  }
}

new ApiClient().saveOrders();
