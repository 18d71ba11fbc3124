"""Reads the settings of the proxy in front of Flask: web servers, development servers, platforms."""

from cors_wizard.project.proxies.read_proxies import is_wanted, read_proxies

__all__ = ["is_wanted", "read_proxies"]
