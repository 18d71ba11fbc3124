from flask import Flask
from flask_cors import CORS
from flask_socketio import SocketIO

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])
# fix: from here
socketio = SocketIO(app)
# fix: to here


@socketio.on("connect")
def connected():
    print("somebody is here")
