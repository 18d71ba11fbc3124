from flask import Flask

app = Flask(__name__)


# fix: from here
@app.after_request
def forbid_framing(response):
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
# fix: to here


@app.route("/report")
def report():
    return "<!doctype html><title>Report</title><script>parent.postMessage('shown', '*')</script>"
