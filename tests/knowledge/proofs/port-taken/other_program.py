"""Stands in for macOS's AirPlay Receiver, which answers everything on port 5000 with 403."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class AirPlay(BaseHTTPRequestHandler):
    """Refuses whatever comes, as the real one does."""

    protocol_version = "HTTP/1.1"

    def refuse(self) -> None:
        """403, without a body."""
        self.send_response_only(403)
        self.send_header("Content-Length", "0")
        self.send_header("Server", "AirTunes/745.83")
        self.send_header("X-Apple-ProcessingTime", "0")
        self.end_headers()

    do_GET = do_HEAD = do_POST = do_OPTIONS = refuse


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), AirPlay)
print("Running on", *server.server_address, file=sys.stderr, flush=True)
server.serve_forever()
