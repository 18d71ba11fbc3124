const url = "http://localhost:5000/api/profile";
fetch(url, { signal: AbortSignal.timeout(900) }).then((response) => response.text());
