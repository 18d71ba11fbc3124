const frame = document.createElement("iframe");
frame.src = "http://localhost:5000/report";
document.body.append(frame);
