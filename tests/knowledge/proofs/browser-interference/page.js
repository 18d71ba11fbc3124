// The page's script.
const url = "http://localhost:5000/api/users";
navigator.serviceWorker.oncontrollerchange = () => {
  fetch(url).then((response) => response.text());
};
navigator.serviceWorker.register("/sw.js");
