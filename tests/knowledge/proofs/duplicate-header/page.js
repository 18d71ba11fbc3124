class ApiClient {
  constructor(base = "http://localhost:8080") {
    this.base = base;
  }

  async loadWeather() {
    const url = "http://localhost:8080" + `/api/weather`;
    const answer = await fetch(url);
    return answer.text();
  }
}

new ApiClient().loadWeather();
