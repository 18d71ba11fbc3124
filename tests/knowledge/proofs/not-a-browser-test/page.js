class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadProducts() {
    const url = "http://localhost:5000" + `/api/products`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadProducts();
