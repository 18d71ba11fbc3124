"""Ports that nobody else has meanwhile: no other test, no other process, no outgoing connection.

A port that was bound and closed again may be given to anybody who asks the system for one. These are from
below those that the system gives (32768 and above on Linux, 49152 elsewhere), and each process of the tests
has its own.
"""

from __future__ import annotations

import os
import random
import re
import socket
from collections.abc import Iterator
from itertools import cycle

_FIRST, _LAST = 20_000, 32_000


def unused_port() -> int:
    """A port without a listener on 127.0.0.1 and ::1; the next one is as free, for whoever moves there.

    It does not come again soon: what was given out may not be in use yet, or has to stay without a listener.
    """
    return next(port for port in _PORTS if _is_free(port) and _is_free(port + 1))


def _candidates() -> Iterator[int]:
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    process = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "0")))
    ports = list(range(_FIRST, _LAST, 2))[process::processes]
    random.shuffle(ports)
    return cycle(ports)


_PORTS = _candidates()


def _is_free(port: int) -> bool:
    return all(
        _can_bind(family, address, port)
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
    )


def _can_bind(family: socket.AddressFamily, address: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError:
        return family == socket.AF_INET6 and not _HAS_IPV6
    return True


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


_HAS_IPV6 = _has_ipv6()
