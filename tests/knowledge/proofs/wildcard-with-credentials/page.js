class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadMe() {
    const url = "http://localhost:5000" + `/api/me`;
    const answer = await fetch(url, {
    credentials: "include",
  });
    return answer.text();
  }
}

new ApiClient().loadMe();
