class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadInvoices() {
    const url = "http://localhost:5000" + `/api/invoices`;
    const answer = await fetch(url, {
    headers: { Authorization: "Bearer token-of-ada" },
  });
    return answer.text();
  }
}

new ApiClient().loadInvoices();
