"""What the server answers, and what stands before it."""

from __future__ import annotations

from cors_wizard.facts.spec import FactSpec

SPECS: tuple[FactSpec, ...] = (
    FactSpec(
        "reachable",
        "choice",
        "whether anything answers at that address",
        ("answered", "refused", "timed-out", "name-not-resolved", "tls-failed", "no-http"),
    ),
    FactSpec("tls_problem", "choice", "why no secure connection came about", ("no-tls-there", "certificate")),
    FactSpec("status", "number", "the status of the response to the request itself"),
    FactSpec("preflight_status", "number", "the status of the preflight response"),
    FactSpec("response_headers", "list", "the response's headers, as `Name: value`"),
    FactSpec("preflight_headers", "list", "the preflight response's headers, as `Name: value`"),
    FactSpec(
        "answered_by",
        "choice",
        "which program answers",
        ("flask", "airplay", "proxy", "other-program", "unknown"),
    ),
    FactSpec("options_answered_by", "choice", "who answers the OPTIONS request", ("flask", "proxy")),
    FactSpec("answer_written_by", "choice", "who wrote the refusal", ("flask", "proxy")),
    FactSpec(
        "cors_headers_seen",
        "choice",
        "where the server sends Access-Control-Allow-Origin",
        ("for-this-origin", "for-another-origin", "on-another-response", "nowhere"),
    ),
    FactSpec("allowed_origins_seen", "list", "the origins that the server was seen to allow"),
    FactSpec(
        "origin_policy",
        "choice",
        "which origins the server answers",
        ("none", "fixed", "wildcard", "any-echoed", "selected"),
    ),
    FactSpec("probe_outcome", "choice", "whether the browser would accept it now", ("readable", "refused")),
    FactSpec("allow_origin_lines", "number", "how many Access-Control-Allow-Origin headers one response has"),
    FactSpec(
        "hosting",
        "choice",
        "the platform that the API's address belongs to",
        (
            "none",
            "aws-gateway",
            "aws",
            "azure",
            "cloudflare",
            "codespaces",
            "fly",
            "google",
            "heroku",
            "lambda-url",
            "ngrok",
            "pythonanywhere",
            "render",
            "vercel",
            "other",
        ),
    ),
    FactSpec(
        "platform_answer",
        "choice",
        "which part of the platform answered by itself",
        (
            "none",
            "access-control",
            "api-gateway",
            "bucket",
            "cloudfront",
            "codespaces",
            "challenge",
            "ngrok",
            "vercel",
        ),
    ),
    FactSpec(
        "cache_trace",
        "choice",
        "what the answer shows of caches",
        ("none", "shared-cache", "storable", "preflight-kept"),
    ),
    FactSpec("proxy_status", "number", "the status that something in front of Flask answered with"),
    FactSpec("warnings", "list", "what is unsafe in the server's answers though nothing fails, as ids"),
)
