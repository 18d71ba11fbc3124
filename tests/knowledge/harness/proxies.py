"""Starts what stands in front of Flask on loopback: nginx, Apache or Caddy, with a proof's settings in it.

A proof's file holds what a user's file would; what only the tests need (no fork, no log file, no root's own
account) stands around it here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from cors_wizard.demo.serve import NGINX_AROUND, nginx_user
from tests.knowledge.harness.servers import Server, ServerFailed

_APACHE = """
{modules}
{user}
ServerName localhost
PidFile {folder}/apache.pid
ErrorLog /dev/stderr
LogLevel notice
{site}
"""
_APACHE_MODULES = (
    "mpm_event",
    "alias",
    "allowmethods",
    "authn_core",
    "authn_anon",
    "auth_basic",
    "authz_core",
    "authz_user",
    "headers",
    "proxy",
    "proxy_http",
    "rewrite",
)
_CADDY = """
{{
    admin off
    auto_https off
}}
{site}
"""


def _nginx(_site: str, folder: Path) -> Server:
    text = NGINX_AROUND.format(folder=folder, settings=folder / "nginx.conf", user=nginx_user())
    settings = _written(folder / "whole-nginx.conf", text)
    return _started(
        [_program("nginx", "nginx-light"), "-p", str(folder), "-c", str(settings)], "start worker"
    )


def _apache(site: str, folder: Path) -> Server:
    program = _program("apache2", "apache2-bin")
    home = "/usr/lib/apache2/modules/mod_"
    modules = "\n".join(f"LoadModule {name}_module {home}{name}.so" for name in _APACHE_MODULES)
    # Apache refuses to answer as root.
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    text = _APACHE.format(modules=modules, user=user, folder=folder, site=site)
    settings = _written(folder / "whole-apache.conf", text)
    return _started([program, "-D", "FOREGROUND", "-f", str(settings)], "resuming normal operations")


def _caddy(site: str, folder: Path) -> Server:
    settings = _written(folder / "whole-caddyfile", _CADDY.format(site=site))
    command = [_program("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", str(settings)]
    return _started(command, "serving initial configuration", {"HOME": str(folder)})


_START: Mapping[str, Callable[[str, Path], Server]] = {
    "nginx.conf": _nginx,
    "apache.conf": _apache,
    "Caddyfile": _caddy,
}
SETTINGS = frozenset(_START)
"""The names of files that start a proxy where a proof has one."""


def start_proxies(folder: Path) -> list[Server]:
    """Runs each proxy whose settings are in the folder."""
    names = [name for name in _START if (folder / name).exists()]
    return [_START[name]((folder / name).read_text(encoding="utf-8"), folder) for name in names]


def _program(name: str, package: str) -> str:
    program = shutil.which(name, path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if program is None:
        raise ServerFailed(
            f"{name} is not installed, and a proof needs the real one: apt-get install {package}"
        )
    return program


def _written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def _started(command: list[str], ready: str, environment: Mapping[str, str] | None = None) -> Server:
    server = Server(command, Path("/"), ready, environment)
    if not server.is_up:
        raise ServerFailed("\n".join(server.printed))
    return server
