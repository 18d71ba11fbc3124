from flask import Flask, Response, request

app = Flask(__name__)
# fix: from here
# fix: to here


@app.after_request
def allow(response):
    if request.headers.get("Origin") == "http://localhost:3000":
        response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
    return response


@app.route("/logo.svg")
def logo():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    return Response(drawing, mimetype="image/svg+xml", headers={"Cache-Control": "max-age=600"})
