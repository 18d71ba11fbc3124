// The page's script.
const url = "http://localhost:5000/logo.svg";
const image = new Image();
image.onload = image.onerror = () => {
  fetch(url).then((response) => response.text());
};
image.src = url;
