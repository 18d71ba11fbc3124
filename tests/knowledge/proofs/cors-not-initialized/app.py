from flask import Flask, jsonify, request

app = Flask(__name__)
# fix: from here
# fix: to here

notes = []


# one route: from here
@app.route("/api/notes", methods=["GET", "POST"])
def all_notes():
# one route: to here
    if request.method == "POST":
        notes.append(request.get_json())
    return jsonify(notes)


if __name__ == "__main__":
    app.run(debug=True)
