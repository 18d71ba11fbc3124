"""Secrets leave the wizard as `***`, everything else as it was."""

from __future__ import annotations

import pytest

from cors_wizard.masking import mask_text, mask_value

SECRETS = [
    pytest.param("GET /api?token=abc123&page=2", "GET /api?token=***&page=2", id="parameter"),
    pytest.param("/api?a=1&api_key=k-9", "/api?a=1&api_key=***", id="parameter-in-the-middle"),
    pytest.param("/cb?code=4/0AX&state=xyz", "/cb?code=***&state=***", id="login-callback"),
    pytest.param("/a?X-Amz-Signature=0af1", "/a?X-Amz-Signature=***", id="signed-url"),
    pytest.param("/a?user[password]=p", "/a?user[password]=***", id="parameter-of-a-form"),
    pytest.param("http://ana:pw@api.example/", "http://***@api.example/", id="user-info"),
    pytest.param("Authorization: Bearer abc", "Authorization: ***", id="authorization"),
    pytest.param("authorization: Basic YTpi", "authorization: ***", id="authorization-lower-case"),
    pytest.param(
        "curl -H 'Authorization: Bearer abc' http://a", "curl -H 'Authorization: ***' http://a", id="curl"
    ),
    pytest.param('"Authorization": "Bearer abc"', '"Authorization": "***"', id="javascript"),
    pytest.param("Cookie: session=abc; theme=dark", "Cookie: ***", id="cookie"),
    pytest.param(
        "Set-Cookie: session=abc; Path=/; Secure", "Set-Cookie: session=***; Path=/; Secure", id="set-cookie"
    ),
    pytest.param("X-Api-Key: k", "X-Api-Key: ***", id="api-key-header"),
    pytest.param('if api_token == "hunter2x":', 'if api_token == "***":', id="compared"),
    pytest.param("PASSWORD==1234", "PASSWORD==***", id="a-number-that-is-no-version"),
    pytest.param("JWT_SECRET=4.7.1", "JWT_SECRET=***", id="a-value-like-a-version"),
    pytest.param("SECRET_KEY = 'dev'", "SECRET_KEY = '***'", id="secret-key"),
    pytest.param('{"password": "hunter2"}', '{"password": "***"}', id="json-password"),
    pytest.param("sent Bearer eyabcdefghijklm1", "sent Bearer ***", id="bearer-alone"),
    pytest.param("/a?X-Amz-Credential=AKIA%2F1&jwt=e", "/a?X-Amz-Credential=***&jwt=***", id="credential"),
    pytest.param("curl -u ana:pw http://a", "curl -u ana:*** http://a", id="user-of-curl"),
    pytest.param("curl http://a --oauth2-bearer b", "curl http://a --oauth2-bearer ***", id="bearer-of-curl"),
    pytest.param("  -b 'sid=1; a=2' \\", "  -b '***' \\", id="cookie-of-curl"),
    pytest.param("http -a ana:pw :5000/api", "http -a ana:*** :5000/api", id="user-of-httpie"),
    pytest.param('app.config["SECRET_KEY"] = "dev"', 'app.config["SECRET_KEY"] = "***"', id="config"),
    pytest.param("AWS_SECRET_ACCESS_KEY=abc", "AWS_SECRET_ACCESS_KEY=***", id="environment"),
    pytest.param(
        '{"name": "Authorization", "value": "Bearer x"}',
        '{"name": "Authorization", "value": "***"}',
        id="header-of-a-har",
    ),
    pytest.param(
        '{"name": "id", "value": "7f", "path": "/"}',
        '{"name": "id", "value": "***", "path": "/"}',
        id="cookie-of-a-har",
    ),
    pytest.param(
        'System.Net.Cookie("id", "7f", "/", "localhost")',
        'System.Net.Cookie("id", "***", "/", "localhost")',
        id="cookie-of-powershell",
    ),
    pytest.param("contraseña: 'hunter2x'", "contraseña: '***'", id="spanish"),
    pytest.param("пароль=hunter2x", "пароль=***", id="russian"),
    pytest.param("密码\uff1ahunter2x", "密码\uff1a***", id="chinese"),
    pytest.param("got eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", "got ***", id="json-web-token"),
]

HARMLESS = [
    pytest.param("Flask-JWT-Extended==4.7.1", id="a-pinned-package"),
    pytest.param("pip install PyJWT==2.8.* token==1.0rc1", id="pinned-packages-of-a-command"),
    pytest.param('flask-jwt-extended = "^4.6.0"', id="a-package-of-poetry"),
    pytest.param("Access-Control-Allow-Headers: Authorization, X-Api-Key", id="allowed-headers"),
    pytest.param("Request header field authorization is not allowed", id="a-name-alone"),
    pytest.param("/api/books?author=le+guin&page=2", id="author"),
    pytest.param("SESSION_COOKIE_SAMESITE='None'", id="setting"),
    pytest.param("http://localhost:5000/api/data", id="plain-url"),
    pytest.param("the token is in the header", id="prose"),
    pytest.param("gunicorn -b 127.0.0.1:5000 shop:app", id="bind-of-gunicorn"),
    pytest.param("python -u app.py", id="option-of-another-program"),
    pytest.param('{"name": "page", "value": "2"}', id="parameter-of-a-har"),
    pytest.param("ana@example.com", id="mail-address"),
]


@pytest.mark.parametrize(("text", "masked"), SECRETS)
def test_secrets_are_masked(text: str, masked: str) -> None:
    """The secret is gone, its surroundings are not."""
    assert mask_text(text) == masked


@pytest.mark.parametrize(("text", "masked"), SECRETS)
def test_masking_twice_changes_nothing(text: str, masked: str) -> None:
    """What is masked stays as it is."""
    assert mask_text(masked) == masked


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays(text: str) -> None:
    """Nothing that is no secret is hidden from the reader."""
    assert mask_text(text) == text


def test_values_of_every_kind() -> None:
    """Lists are masked item by item, numbers stay."""
    assert mask_value(("X-Id: 1", "Authorization: Bearer x")) == ("X-Id: 1", "Authorization: ***")
    assert mask_value(404) == 404
    assert mask_value("/a?token=1") == "/a?token=***"
