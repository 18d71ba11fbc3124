// The page's script.
const image = new Image();
image.src = "http://localhost:5000/api/logo";
document.body.append(image);
