class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async createVote() {
    const url = "http://localhost:5000" + `/api/vote`;
    const answer = await fetch(url, {
    method: "POST",
    body: "yes",
  });
    return answer.text();
  }
}

new ApiClient().createVote();
