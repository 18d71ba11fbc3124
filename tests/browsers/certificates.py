"""A certificate that the tests' browsers trust, and no other: for pages and servers that speak https."""

from __future__ import annotations

import atexit
import base64
import hashlib
import ssl
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NAMES = "subjectAltName=DNS:localhost,DNS:*.example.com,IP:127.0.0.1"


@dataclass(frozen=True)
class Certificate:
    """Made anew for each run of the tests, with an authority of its own."""

    folder: Path

    @property
    def chain(self) -> Path:
        """The server's certificate."""
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        """Its private key."""
        return self.folder / "server.key"

    @property
    def authority_pem(self) -> str:
        """The authority's certificate."""
        return (self.folder / "authority.pem").read_text(encoding="ascii")

    @property
    def authority(self) -> str:
        """The authority's certificate in base64, as Firefox takes it."""
        lines = self.authority_pem.splitlines()
        return "".join(line for line in lines if not line.startswith("-----"))

    @property
    def public_key_hash(self) -> str:
        """The hash of the server's public key, as Chromium takes it."""
        pem = _openssl("x509", "-in", str(self.chain), "-pubkey", "-noout")
        key = base64.b64decode("".join(pem.splitlines()[1:-1]))
        return base64.b64encode(hashlib.sha256(key).digest()).decode()

    def server_context(self) -> ssl.SSLContext:
        """What a server speaks TLS with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context


@cache
def certificate() -> Certificate:
    """The certificate of this run."""
    folder = tempfile.TemporaryDirectory(prefix="cors-wizard-certificate-")
    atexit.register(folder.cleanup)
    made = Certificate(Path(folder.name))
    authority, authority_key = made.folder / "authority.pem", made.folder / "authority.key"
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    _openssl(
        *("req", "-x509", *new, "-keyout", str(authority_key), "-out", str(authority)),
        *("-days", "2", "-subj", "/CN=Authority of the tests"),
    )
    _openssl(
        *("req", "-x509", *new, "-keyout", str(made.key), "-out", str(made.chain), "-days", "2"),
        *("-subj", "/CN=localhost", "-CA", str(authority), "-CAkey", str(authority_key)),
        *("-addext", _NAMES, "-addext", "basicConstraints=critical,CA:FALSE"),
    )
    return made


def _openssl(*arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]} failed (is it installed?):\n{done.stderr}")
    return done.stdout
