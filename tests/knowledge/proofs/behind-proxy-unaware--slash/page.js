class ApiClient {
  constructor(base = "https://api.example.com:8080") {
    this.base = base;
  }

  async loadUsers() {
    const url = "https://api.example.com:8080" + `/api/users`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadUsers();
