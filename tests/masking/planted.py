"""Secrets of every kind, as people paste them: the text, and what of it nobody else may read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """A text with a secret in it."""

    id: str
    text: str
    secret: str
    """What must not be found anywhere."""
    stays: str = ""
    """What must still be readable."""


HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
WORD = "Zk3vQ9xT1mLp8RwY2nBd7HcA4sGf"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r"
PEM = "MIIEpAIBAAKCAQEA7v9mQh2kJ1x0"

HEADERS = [
    Planted("own-name-short-value", "X-Shop-Passport: Rt72mWx81Lq", "Rt72mWx81Lq", "X-Shop-Passport"),
    Planted("own-name-sixteen", "x-refresh: kd93LqPz81mWx72R", "kd93LqPz81mWx72R"),
    Planted("authorization-bearer", f"Authorization: Bearer {WORD}", WORD),
    Planted("authorization-basic", "Authorization: Basic YW5hOmh1bnRlcjI=", "YW5hOmh1bnRlcjI"),
    Planted(
        "authorization-digest",
        'Authorization: Digest username="ana", response="6629fae49393a05397"',
        "6629fae49393a05397",
    ),
    Planted("authorization-token", "Authorization: Token 71c5a2", "71c5a2"),
    Planted(
        "authorization-aws",
        "Authorization: AWS4-HMAC-SHA256 Credential=A/b, Signature=fe5f80f77d",
        "fe5f80f77d",
    ),
    Planted("proxy-authorization", "Proxy-Authorization: Basic cHJveHk6cHc=", "cHJveHk6cHc"),
    Planted("cookie", "Cookie: sid=s3cr3tcookie; theme=dark", "s3cr3tcookie"),
    Planted(
        "set-cookie", "Set-Cookie: sid=s3cr3tcookie; SameSite=Lax; Path=/", "s3cr3tcookie", "SameSite=Lax"
    ),
    Planted("x-session-id", "X-Session-Id: 4711-abc", "4711-abc"),
    Planted("x-amz-security-token", "X-Amz-Security-Token: FwoGZXIvYXdz", "FwoGZXIvYXdz"),
    Planted("x-goog-api-key", "X-Goog-Api-Key: goog-4711", "goog-4711"),
    Planted("private-token", "Private-Token: gitl4711", "gitl4711"),
    Planted("x-api-key", "x-api-key: k-4711", "k-4711"),
    Planted("x-csrftoken", "X-CSRFToken: c4711srf", "c4711srf"),
    Planted("x-xsrf-token", "X-XSRF-TOKEN: x4711srf", "x4711srf"),
    Planted("x-auth", "X-Auth: a4711", "a4711"),
    Planted("x-hub-signature", "X-Hub-Signature-256: sha256=7d38cdd6", "7d38cdd6"),
    Planted("x-hmac", "X-Shopify-Hmac-Sha256: XWmrwMey6OsLMeiZ", "XWmrwMey6OsLMeiZ"),
    Planted("x-vault-token", "X-Vault-Token: v4711", "v4711"),
    Planted("ocp-key", "Ocp-Apim-Subscription-Key: o4711", "o4711"),
    Planted("x-jwt-assertion", "X-JWT-Assertion: j4711", "j4711"),
    Planted("x-client-cred", "X-Client-Credential: cc4711", "cc4711"),
    Planted("x-user-password", "X-User-Password: pw4711", "pw4711"),
    Planted("unknown-header-word", f"X-Nobody-Knows: {WORD}", WORD),
    Planted("unknown-header-hex", f"X-Nobody-Knows: {HEX}", HEX),
]

TOKENS = [
    Planted("github", "ghp_1234567890abcdefghijklmnopqrstuvwxyz", "ghp_1234567890abcdefghij"),
    Planted("github-fine", "github_pat_11ABCDEFG0abcdefghijkl_mnop", "github_pat_11ABCDEFG0abcdefghijkl"),
    Planted("gitlab", "glpat-abcdefghij0123456789", "glpat-abcdefghij0123456789"),
    Planted("slack", "xoxb-123456789012-abcdefGHIJ", "xoxb-123456789012"),
    Planted("slack-webhook", f"https://hooks.slack.com/services/T0001/B0002/{WORD}", WORD),
    Planted("stripe", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_4eC39"),
    Planted("stripe-hook", "whsec_abcdef0123456789", "whsec_abcdef"),
    Planted("aws-id", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    Planted(
        "aws-secret", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI"
    ),
    Planted("google", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "AIzaSyA1234567890"),
    Planted("google-oauth", "ya29.a0AfH6SMBx-abc_def", "a0AfH6SMBx"),
    Planted("jwt", f"got {JWT} back", JWT),
    Planted("jwt-in-url", f"http://localhost:5000/x#id_token={JWT}", JWT),
    Planted("npm", "npm_abcdefghijklmnopqrstuvwxyz0123456789", "npm_abcdefghijklmnop"),
    Planted("pypi", "pypi-AgEIcHlwaS5vcmcCJGFiY2Rl", "pypi-AgEIcHlwaS5vcmc"),
    Planted("sendgrid", "SG.abcdefghijk12345.mnopqrstuvwxyz67890", "SG.abcdefghijk12345"),
    Planted("openai", "sk-proj-abcdefghijklmnop1234", "sk-proj-abcdefghijklmnop1234"),
    Planted(
        "telegram",
        "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/x",
        "AAHdqTcvCH1vGWJx",
    ),
    Planted("pem", f"-----BEGIN RSA PRIVATE KEY-----\n{PEM}\n{PEM}\n-----END RSA PRIVATE KEY-----", PEM),
    Planted(
        "pem-in-json",
        f'{{"private_key": "-----BEGIN PRIVATE KEY-----\\n{PEM}\\n-----END PRIVATE KEY-----\\n"}}',
        PEM,
    ),
    Planted("bearer-alone", f"sent Bearer {WORD}", WORD),
    Planted("hex-alone", f"nonce was {HEX}.", HEX),
    Planted("base64-alone", "blob dGhpcyBpcyBhIHNlY3JldCBibG9iIG9mIGJ5dGVz+w==", "dGhpcyBpcyBhIHNl"),
]

URLS = [
    Planted(
        "parameter-of-any-name", "GET http://localhost:5000/unsub?t=9dk2lq0smwKx83Lz", "9dk2lq0smwKx83Lz"
    ),
    Planted("parameter-in-one-piece", "GET http://localhost:5000/a?sessionkey=blue", "=blue", "sessionkey"),
    Planted("token-in-one-piece", "GET http://localhost:5000/a?usertoken=blue", "=blue", "usertoken"),
    Planted("url-password", "http://ana:hunter2@api.example/x", "hunter2", "api.example/x"),
    Planted(
        "url-password-slash",
        "postgres://ana:hun/ter2@db.example:5432/shop",
        "hun/ter2",
        "db.example:5432/shop",
    ),
    Planted("url-password-hash", "redis://:hun#ter2@cache.example/0", "hun#ter2", "cache.example"),
    Planted("url-password-at", "mysql://ana:hun@ter2@db.example/shop", "ter2", "db.example/shop"),
    Planted("url-user-is-token", "https://t4711abc@git.example/x.git", "t4711abc", "git.example"),
    Planted("query-token", "http://localhost:5000/orders?token=abc4711&page=2", "abc4711", "page=2"),
    Planted("query-hmac", "http://localhost:5000/hook?hmac=f00dfeed&shop=a", "f00dfeed", "shop=a"),
    Planted("query-code", "http://localhost:5000/cb?code=4-0AX4Xf&state=xyz99", "4-0AX4Xf"),
    Planted("query-signed", "https://b.example/f?X-Amz-Signature=0af1bd&X-Amz-Date=1", "0af1bd"),
    Planted("query-sas", "https://a.example/f?sv=2020&sig=abc%2Fdef", "abc%2Fdef"),
    Planted("query-unnamed", f"http://localhost:5000/x?q={WORD}", WORD),
    Planted("fragment", "http://localhost:3000/#access_token=frag4711&type=bearer", "frag4711"),
    Planted("fragment-route", "http://localhost:3000/#/cb?session=frag4711", "frag4711"),
    Planted("path-token", f"http://localhost:5000/reset/{HEX}/new", HEX, "http://localhost:5000/reset/"),
    Planted("query-encoded", "http://a.example/go?next=%2Fcb%3Ftoken%3Dabc4711", "abc4711"),
]

CODE = [
    Planted("own-name-quoted", '{"X-Shop-Passport": "kd93LqPz81mWx7"}', "kd93LqPz81mWx7", "X-Shop-Passport"),
    Planted(
        "secret-key-python", 'app.config["SECRET_KEY"] = "dev not for you"', "dev not for you", "SECRET_KEY"
    ),
    Planted("secret-key-attribute", "app.secret_key = b'_5#y2L4Q8z'", "_5#y2L4Q8z"),
    Planted("env-secret", "SECRET_KEY=d3v4711", "d3v4711"),
    Planted(
        "env-database", "DATABASE_URL=postgres://ana:hunter2@db.example/shop", "hunter2", "db.example/shop"
    ),
    Planted("env-export", "export STRIPE_API_KEY='st4711'", "st4711"),
    Planted("env-mail", "MAIL_PASSWORD: m4711", "m4711"),
    Planted("env-pass", "proxy_pass=http://api and DB_PASS=u4711TB", "u4711TB", "http://api"),
    Planted("json-token", '{"token": "jt4711", "id": 7}', "jt4711", '"id": 7'),
    Planted("json-access", '{"accessToken":"at4711","user":"ana"}', "at4711", "ana"),
    Planted("json-password", '{"user": "ana", "password": "hunter2 and 3"}', "hunter2 and 3", "ana"),
    Planted("json-escaped", '{"text": "{\\"token\\":\\"et4711\\",\\"password\\":\\"ep4711\\"}"}', "et4711"),
    Planted(
        "json-escaped-password",
        '{"text": "{\\"token\\":\\"et4711\\",\\"password\\":\\"ep4711\\"}"}',
        "ep4711",
    ),
    Planted("js-constant", "const apiKey = `ak4711`;", "ak4711"),
    Planted("js-header", "headers: {'X-Session-Token': 'st4711', 'X-Page': '2'}", "st4711", "X-Page"),
    Planted("annotated", 'token: str = "an4711"', "an4711"),
    Planted("curl-user", "curl -u ana:hunter2 http://localhost:5000/x", "hunter2", "localhost:5000/x"),
    Planted("curl-cookie", "curl -b 'sid=c4711' http://localhost:5000/x", "c4711"),
    Planted("curl-header", "curl 'http://localhost:5000/x' -H 'private-token: p4711'", "p4711"),
    Planted("option-token", "tool --api-token t4711 --page 2", "t4711", "--page 2"),
    Planted("form", "username=ana&password=hunter2&page=2", "hunter2", "ana"),
    Planted("har-header", '{"name": "x-session-id", "value": "h4711"}', "h4711", "x-session-id"),
    Planted("har-cookie", '{"name": "sid", "value": "hc4711", "path": "/"}', "hc4711"),
    Planted("json-lines-pair", '["X-Amz-Security-Token", "jl4711"]', "jl4711", "X-Amz-Security-Token"),
    Planted("panel", "authorization:\nBearer pn4711", "pn4711"),
    Planted("nested-in-a-message", '{"message": "login failed token=nm4711"}', "nm4711", "login failed"),
]

BODY = "plantedsecretnumberseventeenab"
"""Words, so that only what is around them says that they are secret."""

NEWER = [
    *(
        Planted(f"token-{prefix.strip('_-. ')}", f"key {prefix}{BODY}", BODY)
        for prefix in (
            *("r8_", "gsk_", "sbp_", "nfp_", "vcp_", "fm2_", "xai-", "pplx-", "tvly-", "sb_secret_"),
            *("pscale_tkn_", "re_a1b2c3d4_", "dp.st.dev.", "a1b2c3d4e5f6g7.atlasv1.", "ATATT3x", "1//0"),
            *("glsa_", "MTIzNDU2Nzg5MDEyMzQ1.GabcdE."),
        )
    ),
    Planted("token-databricks", f"dapi{'ab' * 16}", "ab" * 16),
    Planted("token-pulumi", f"pul-{'ab' * 20}", "ab" * 20),
    Planted("token-mailchimp", f"{'ab' * 16}-us19", "ab" * 16),
    Planted(
        "hook-discord", f"https://discord.com/api/webhooks/12345/{BODY}", BODY, "discord.com/api/webhooks"
    ),
    Planted("hook-slack", f"https://hooks.slack.com/services/T0/B0/{BODY}", BODY, "hooks.slack.com"),
    Planted("hook-teams", f"https://shop.webhook.office.com/webhookb2/a@b/{BODY}", BODY),
    Planted("link-of-a-mail", f"http://localhost:5000/reset-password/{BODY}.x1", BODY, "/reset-password/"),
    Planted("putty", f"Private-Lines: 1\nAAAAI{BODY}\nPrivate-MAC: 0", BODY, "Private-MAC"),
    Planted("short-pin", "curl http://a/ -H 'X-Pin: 482913'", "482913", "X-Pin"),
    Planted("ticket", f"X-Shop-Ticket: {BODY}", BODY, "X-Shop-Ticket"),
    Planted("bypass", f"X-Vercel-Protection-Bypass: {BODY}", BODY),
    Planted("pair-in-a-tuple", f"[('Authorization', 'Token {BODY}')]", BODY, "Authorization"),
    Planted("protocol-of-a-websocket", f"Sec-WebSocket-Protocol: bearer, {BODY}", BODY),
    Planted("netrc", "machine a.example login ana password hunter2x", "hunter2x", "a.example"),
    Planted("pin-of-the-debugger", " * Debugger PIN: 482-913-775", "482-913-775", "Debugger PIN"),
    *(
        Planted(f"password-{number}", f"{name} 'hunter2x'", "hunter2x", name)
        for number, name in enumerate(("passwort =", "mot_de_passe:", "wachtwoord="))
    ),
]

PLANTED = [*HEADERS, *TOKENS, *URLS, *CODE, *NEWER]

PLAIN = [
    *('headers.set("Authorization", "Bearer " + token);', "Exempt it (`auth_basic`, `auth_request`)."),
    *("/api/verify/email-address", "/password/reset", "os.getenv('FRONTEND_URL', 'http://localhost:5173')"),
    *(
        "Mapping: 12",
        "Access-Control-Allow-Headers: x-ticket, x-pin",
        "my_api_blueprint.name",
        "re_compiled_pattern",
    ),
    *(
        "http://localhost:5173",
        "http://localhost:5000/api/orders/7?page=2&sort=name",
        "https://app.example:8443",
    ),
    *("/users/550e8400-e29b-41d4-a716-446655440000/orders", "/books/507f1f77bcf86cd799439011"),
    *("Access-Control-Allow-Origin: https://shop.example", "Access-Control-Allow-Credentials: true"),
    *(
        "Access-Control-Allow-Headers: Authorization, X-Api-Key",
        "Access-Control-Expose-Headers: X-Session-Id",
    ),
    *("Vary: Origin", "Content-Type: application/json", "X-Page: 2", "X-Tenant: north", "X-Request-Id: 7"),
    *(
        "credentials: 'include'",
        "withCredentials: true",
        "supports_credentials=True",
        "SESSION_COOKIE_SAMESITE='None'",
    ),
    *(
        "KeyError: 'origins'",
        "author: le guin",
        "allow_headers=['Authorization', 'X-CSRF-Token']",
        "keyboard=us",
    ),
    *(
        'SECRET_KEY = os.environ["SECRET_KEY"]',
        "token = get_token()",
        "SESSION_COOKIE_NAME=shop",
        "key: value",
    ),
    *(
        "https://octocat-fluffy-space-goggles-5wq7vj4xp9c4vg-5000.app.github.dev/api",
        "d111111abcdef8.cloudfront.net",
    ),
    *(
        "https://my-service-4x7k2jq3za-uc.a.run.app/orders",
        "at fetchOrders (http://localhost:5173/src/OrderList.tsx:12:5)",
    ),
    *(
        "node_modules/.vite/deps/chunk-4B2QHNJT.js",
        "site-packages/flask_cors-6.0.5.dist-info",
        "https://cdn.example/@scope/pkg",
    ),
    *(
        "Error: Response to preflight request doesn't pass access control check",
        "GET http://localhost:5000/a 401",
    ),
    *(
        'WWW-Authenticate: Bearer realm="shop"',
        "CustomerOrderManagementServiceFactory2024",
        "test_cors_headers_on_errors_2",
        "X-Api-Version: 2024-01-01",
        "x-client: 1.2.3-beta.4",
        "X-Tenant: acme-north",
        "ETag: a1b2c3d4e5",
        "the turkey=blue monkey_count=7",
    ),
]
"""What explains a CORS problem, and is nobody's secret."""
