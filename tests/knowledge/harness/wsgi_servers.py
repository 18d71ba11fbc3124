"""Serves small apps on ports of their own, all in one process, by the Werkzeug of one pair of versions.

Reads a JSON list of `{"source", "port"}` from the file that it is given; says `Running on` when all are up.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

# Run as a script, its own folder is where modules are looked for.
from wsgi_runner import load  # type: ignore[import-not-found]  # not by its path below tests


def main(jobs: Path) -> None:
    """Serves until it is ended."""
    from werkzeug.serving import make_server

    for job in json.loads(jobs.read_text(encoding="utf-8")):
        server = make_server("127.0.0.1", job["port"], load(job["source"], False), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("Running on every port", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
