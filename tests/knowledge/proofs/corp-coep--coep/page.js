// The page's script.
const image = new Image();
image.src = "http://localhost:5000/logo.svg";
document.body.append(image);
