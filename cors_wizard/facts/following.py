"""Which facts follow from others alone: the tree needs them, and nobody is helped by seeing them listed."""

from __future__ import annotations

FOLLOWING = frozenset(
    {
        "airplay_mark",
        "allow_origin_form",
        "api_host",
        "api_place",
        "base_url",
        "broken_pattern",
        "code_warnings",
        "cache_trace",
        "configured_origins_at",
        "decorated_origins",
        "endpoint",
        "failing_now",
        "followed_redirect",
        "hosting",
        "list_syntax",
        "network_step",
        "near_origin",
        "old_code",
        "origin_differs",
        "origin_listed",
        "origin_checks",
        "page_credentials",
        "page_headers",
        "page_methods",
        "page_site",
        "path_end",
        "platform_answer",
        "proxy_origin_checks",
        "proxy_status",
        "redirect_kind",
        "redirect_leads",
        "redirect_to_login",
        "request_known",
        "resource_match",
        "slash_redirect",
        "resource_pattern",
        "route_match",
        "version_remedy",
        "versions_fit",
    }
)
"""Their names."""
