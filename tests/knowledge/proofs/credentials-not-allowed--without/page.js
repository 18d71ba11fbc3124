class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadNews() {
    const url = "http://localhost:5000" + `/api/news`;
    const answer = await fetch(url, {
    credentials: "include",
  });
    return answer.text();
  }
}

new ApiClient().loadNews();
