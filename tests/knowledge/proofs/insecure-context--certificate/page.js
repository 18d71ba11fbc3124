class ApiClient {
  constructor(base = "https://localhost:5000") {
    this.base = base;
  }

  async loadUsers() {
    const url = "https://localhost:5000" + `/api/users`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadUsers();
