"""The grammar of `{{ placeholders }}` in knowledge texts, and the names beside the facts that may be used.

{{ origin }}                     the value
{{ origin | https://a.example }} the value, or this where it is unknown
{{ with_credentials? }}          the value; the whole line goes where it is unknown, false or empty
"""

from __future__ import annotations

import re

from cors_wizard.frozen import dataclass

PLACEHOLDER = re.compile(r"\{\{ ([a-z_]{1,40})(\?)?(?: \| ([^{}\n]{1,200}))? \}\}")

BARE_NAMES = frozenset({"app", "blueprint", "module", "socketio", "owner", "view"})
"""Placeholders that are written as bare Python names, never as texts."""

LIST_NAMES = frozenset(
    {
        *("allowed_origins", "allowed_origin_list", "socketio_origin_list"),
        *("allowed_headers", "allowed_methods", "exposed_headers"),
        *("path_patterns", "kept_patterns", "route_methods", "view_methods"),
        *("gateway_methods", "gateway_headers", "bucket_methods"),
    }
)
"""Placeholders that are lists: so is what replaces them, since `in` reads a text letter by letter.

In `"https://a.example.com"` there is `https://a.example.co`, too: a stranger would be let in.
"""

DERIVED = frozenset(
    {
        "app",
        "blueprint",
        "module",
        "socketio",
        "owner",
        "view",
        "left_out_origins",
        "socketio_origin_list",
        "api_origin",
        "path",
        "plain_path",
        "app_path",
        "path_pattern",
        "path_prefix",
        "relative_url",
        "proxy_target",
        "rewrite_source",
        "rewrite_target",
        "rewrite_slash_source",
        "rewrite_slash_target",
        "change_origin",
        "base_address",
        "host",
        "port",
        "other_port",
        "other_url",
        "plain_url",
        "nearest_url",
        "moved_url",
        "published_url",
        "loopback_url",
        "refused_port",
        "reached_url",
        "whole_url",
        "based_url",
        "login_path",
        "relayed_url",
        "started_at",
        "http_url",
        "https_url",
        "allowed_origins",
        "allowed_origin_list",
        "allowed_headers",
        "allowed_methods",
        "entry_pattern",
        "max_age",
        "max_age_line",
        "origins_line",
        "path_patterns",
        "kept_patterns",
        "method_list",
        "route_methods",
        "view_methods",
        "route_rule",
        "exposed_headers",
        "exposed_header_line",
        "same_host_url",
        "serve_origin",
        "serve_origins",
        "serve_port",
        "socketio_url",
        "upstream",
        "with_credentials",
        "credentials_value",
        "preflight_method",
        "origin_header",
        "method_header",
        "headers_header",
        "preflight_names",
        "gateway_origin",
        "gateway_methods",
        "gateway_headers",
        "bucket_methods",
    }
)
"""Placeholders beside the facts' names: what `fixes.values` makes of the facts."""

ALWAYS_KNOWN = frozenset(
    {
        *("method_list", "view_methods", "with_credentials"),
        *("preflight_method", "method_header", "change_origin"),
        *("gateway_methods", "gateway_headers", "bucket_methods"),
    }
)
"""Derived placeholders that have a value whatever is known; all others need a fallback in code."""


@dataclass(frozen=True)
class Placeholder:
    """One placeholder of a template."""

    name: str
    optional: bool
    """Its line goes where it is unknown."""
    fallback: str | None

    @property
    def must_be_known(self) -> bool:
        """Whether nothing replaces it."""
        return not self.optional and self.fallback is None


def placeholders_of(template: str) -> tuple[Placeholder, ...]:
    """Every placeholder of a template, in order."""
    return tuple(Placeholder(found[1], bool(found[2]), found[3]) for found in PLACEHOLDER.finditer(template))
