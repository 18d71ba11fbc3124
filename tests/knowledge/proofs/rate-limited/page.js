class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadOrders() {
    const url = "http://localhost:5000" + `/api/orders`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadOrders();
