class ApiClient {
  constructor(base = "http://localhost:5000") {
    this.base = base;
  }

  async loadTodos() {
    const url = "http://localhost:5000" + `/api/todos`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadTodos();
