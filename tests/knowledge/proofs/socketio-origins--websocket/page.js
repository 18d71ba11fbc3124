const socket = new WebSocket("ws://localhost:5000/socket.io/?EIO=4&transport=websocket");
socket.onopen = () => console.log("connected");
