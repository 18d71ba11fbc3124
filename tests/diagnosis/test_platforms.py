"""Which platform an address belongs to, and whether a response is the platform's own."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.derived import derived
from cors_wizard.diagnosis.platforms import hosting, platform_answer
from cors_wizard.facts import Fact, Facts


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        pytest.param("x-amz-apigw-id", "x", "aws-gateway", id="api-gateway"),
        pytest.param("cf-ray", "x", "cloudflare", id="cloudflare"),
        pytest.param("x-vercel-id", "x", "vercel", id="vercel"),
        pytest.param("fly-request-id", "x", "fly", id="fly"),
        pytest.param("via", "1.1 vegur", "heroku", id="heroku"),
        pytest.param("via", "1.1 abc.cloudfront.net (CloudFront)", "aws", id="cloudfront"),
        pytest.param("via", "1.1 proxy.corp.example", "none", id="another-proxy"),
    ],
)
def test_hosting_by_header(header: str, value: str, expected: str) -> None:
    """Behind a name of one's own the platform shows in what it puts on every response."""
    assert hosting({header: value}, host="api.shop.example") == expected


@pytest.mark.parametrize(
    ("host", "headers", "platform", "expected"),
    [
        pytest.param("api.shop.example", {}, "heroku", "heroku", id="file"),
        pytest.param("api.shop.example", {"cf-ray": "x"}, "heroku", "cloudflare", id="header-knows-better"),
        pytest.param("localhost", {}, "heroku", "none", id="at-home"),
        pytest.param("192.168.0.7", {}, "heroku", "none", id="at-home-by-number"),
        pytest.param("api.shop.example", {}, "Linux", "none", id="operating-system"),
    ],
)
def test_hosting_by_project(host: str, headers: dict[str, str], platform: str, expected: str) -> None:
    """What the project is made for counts where the address says nothing, on the internet alone."""
    assert hosting(headers, platform, host) == expected


@pytest.mark.parametrize(
    ("platform", "status", "headers", "expected"),
    [
        pytest.param("none", 403, {"x-amzn-errortype": "Forbidden"}, "api-gateway", id="api-gateway"),
        pytest.param("none", 403, {"x-cache": "Error from cloudfront"}, "cloudfront", id="cloudfront"),
        pytest.param("none", 200, {"ngrok-error-code": "ERR_NGROK_6024"}, "ngrok", id="ngrok"),
        pytest.param("none", 403, {"cf-mitigated": "challenge"}, "challenge", id="challenge"),
        pytest.param("none", 404, {"x-vercel-error": "NOT_FOUND"}, "vercel", id="vercel"),
        pytest.param("none", 403, {"server": "AmazonS3"}, "bucket", id="bucket"),
        pytest.param("google", 403, {"content-type": "text/html"}, "access-control", id="cloud-run"),
        pytest.param("google", 403, {"content-type": "application/json"}, "none", id="flask-on-cloud-run"),
        pytest.param("google", 200, {"content-type": "text/html"}, "none", id="page-on-cloud-run"),
        pytest.param("vercel", 401, {"content-type": "text/html"}, "access-control", id="vercel-login"),
        pytest.param("none", 302, {"location": "https://github.dev/pf-signin?id=x"}, "codespaces", id="port"),
        pytest.param("none", 401, {"www-authenticate": "tunnel"}, "codespaces", id="tunnel"),
        pytest.param("none", 403, {"server": "nginx"}, "none", id="nobody-says-so"),
    ],
)
def test_answers_of_platforms(platform: str, status: int, headers: dict[str, str], expected: str) -> None:
    """Each platform marks its own errors; a response without such a mark may be Flask's."""
    assert platform_answer(platform, status, headers) == expected


def test_the_refused_response_is_looked_at() -> None:
    """For a preflight that failed it is the preflight's answer that tells who wrote it."""
    known = Facts.of(
        (
            Fact("url", "https://a.example/x", "pasted"),
            Fact("symptom", "preflight-missing-allow-origin", "pasted"),
            Fact("response_headers", ("Server: gunicorn",), "probed"),
            Fact("preflight_headers", ("x-amzn-ErrorType: ForbiddenException",), "probed"),
        )
    )
    assert Fact("platform_answer", "api-gateway", "probed") in derived(known)
    assert Fact("platform_answer", "none", "probed") in derived(
        known.replacing(Fact("symptom", "missing-allow-origin", "pasted"))
    )
