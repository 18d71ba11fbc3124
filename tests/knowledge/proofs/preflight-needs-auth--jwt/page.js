class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadOrders() {
    const url = "http://localhost:5000" + `/api/orders`;
    const answer = await fetch(url, {
    headers: { Authorization: "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmcmVzaCI6ZmFsc2UsImlhdCI6MSwianRpIjoiMSIsInR5cGUiOiJhY2Nlc3MiLCJzdWIiOiJhZGEiLCJuYmYiOjF9.85qCwj6Xc50zA-ZW2ON2m84DtJizzHOBfiu9vJfRKLQ" },
  });
    return answer.text();
  }
}

new ApiClient().loadOrders();
