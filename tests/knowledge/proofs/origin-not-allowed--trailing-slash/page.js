class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async createCart() {
    const url = "http://localhost:5000" + `/api/cart`;
    const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "include",
    body: JSON.stringify({"sku": "A1"}),
  });
    return answer.text();
  }
}

new ApiClient().createCart();
