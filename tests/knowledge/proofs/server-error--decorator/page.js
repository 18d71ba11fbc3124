class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async createAverage() {
    const url = "http://localhost:5000" + `/api/average`;
    const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({"numbers": []}),
  });
    return answer.text();
  }
}

new ApiClient().createAverage();
