"""What is secret by its name: headers, parameters, variables, keys of JSON."""

from __future__ import annotations

import re

MASK = "***"
"""What is in the place of a secret."""


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PUBLIC = _listed(
    """
    accept accept-charset accept-ch accept-encoding accept-language accept-patch accept-post
    accept-ranges age allow alt-svc baggage cache-control cache-status cdn-cache-control cf-cache-status
    cf-ray clear-site-data connection content-disposition content-encoding content-language
    content-length content-location content-md5 content-range content-security-policy
    content-security-policy-report-only content-type cross-origin-embedder-policy
    cross-origin-opener-policy cross-origin-resource-policy date device-memory dnt downlink dpr
    early-data ect etag expect expect-ct expires fly-request-id forwarded from host if-match
    if-modified-since if-none-match if-range if-unmodified-since keep-alive last-modified link location
    max-forwards nel origin origin-agent-cluster permissions-policy pragma priority proxy-connection
    range ratelimit ratelimit-limit ratelimit-policy ratelimit-remaining ratelimit-reset referer
    referrer-policy refresh report-to reporting-endpoints retry-after rndr-id rtt save-data sentry-trace
    server server-timing service-worker sourcemap strict-transport-security te timing-allow-origin
    traceparent tracestate trailer transfer-encoding upgrade upgrade-insecure-requests user-agent vary
    via viewport-width warning width www-authenticate proxy-authenticate x-amz-apigw-id x-amz-cf-id
    x-amz-cf-pop x-amz-id-2 x-amz-request-id x-amzn-errortype x-amzn-requestid x-amzn-trace-id
    x-azure-ref x-b3-parentspanid x-b3-sampled x-b3-spanid x-b3-traceid x-cache x-cache-hits
    x-cloud-trace-context x-content-type-options x-correlation-id x-dns-prefetch-control
    x-download-options x-envoy-upstream-service-time x-forwarded-for x-forwarded-host x-forwarded-port
    x-forwarded-prefix x-forwarded-proto x-frame-options x-github-request-id x-http-method-override
    x-permitted-cross-domain-policies x-powered-by x-ratelimit-limit x-ratelimit-remaining
    x-ratelimit-reset x-real-ip x-render-origin-server x-request-id x-request-start x-requested-with
    x-response-time x-runtime x-served-by x-timer x-trace-id x-ua-compatible x-vercel-cache x-vercel-id
    x-xss-protection
    """
)
"""Headers whose value identifies nobody, or nobody but a request."""

_PUBLIC_BEGINNINGS = ("access-control-", "sec-ch-", "sec-fetch-", "sec-gpc", ":")

IN_HEADER = (
    r"session|token|key|secret|auth(?!ors?(?![a-z]))|sig(?!nal|ma)|cred|cookie|passw|passphrase|pwd|hmac|jwt|csrf|xsrf|bearer"
    r"|otp|ticket|bypass|assertion|saml|(?<![a-z0-9])(?:sid|pin|pass)(?![a-z0-9])"
)
"""In a header's name, wherever it is."""
_IN_HEADER = re.compile(IN_HEADER)

IN_NAME = (
    "token|secret|pass|pwd|pw|jwt|hmac|sig|csrf|xsrf|auth|bearer|key|sid|sess|otp|cred|sas|assertion|salt"
    "|pepper"
)
"""In the name of everything that `is_secret_name` calls secret, and of much else."""

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_SECRET_WORDS = _listed(
    """
    token tokens secret secrets password passwords passwd passphrase passcode pwd pw jwt hmac signature
    sig csrf xsrf csrftoken xsrftoken authorization authtoken accesstoken refreshtoken idtoken bearer
    apikey apikeys apitoken secretkey accesskey privatekey sessionid sessid phpsessid jsessionid sid otp
    totp credential sas assertion salt pepper
    """
)
_SECRET_ENDINGS = ("token", "secret", "password", "passwd", "signature")
"""Of names in one piece: `usertoken`."""
_KEY_OF = _listed(
    """
    api access secret private auth authentication encryption signing signature client shared storage
    account master service license app application subscription functions webhook session fernet aes rsa
    ssh deploy user jwt hmac publishable write read admin goog amz
    """
)
_PASS_OF = _listed(
    """
    db database mysql mariadb postgres postgresql pg sql mongo mongodb redis rabbitmq amqp smtp imap mail
    email ftp sftp ldap admin root user login account service api app flask basic
    """
)
"""`DB_PASS`, and not `proxy_pass`."""
_WITH_ID = frozenset({"session", "sess"})
_PARAMETERS = frozenset(
    {"key", "code", "state", "nonce", "auth", "ticket", "pass", "pin", "session", "k", "hash"}
)
_NO_SECRET_WORDS = _listed(
    """
    url uri file path name names type header headers endpoint expires expiry expiration lifetime ttl max
    min length size count limit algorithm alg samesite secure httponly domain field fields scheme method
    methods error errors invalid expired missing required backend provider interface prefix policy mode
    enabled location index
    """
)
"""With one of these at its end a name says something about the secret, and holds none."""


def is_public_header(name: str) -> bool:
    """Whether a header's value may be shown as it is (a URL in it without its own secrets)."""
    lowered = name.strip().lower()
    return lowered in _PUBLIC or lowered.startswith(_PUBLIC_BEGINNINGS)


def is_secret_header(name: str) -> bool:
    """Whether a header's value is hidden for its name alone."""
    lowered = name.strip().lower()[:200]
    return not is_public_header(lowered) and bool(_IN_HEADER.search(lowered))


def is_header_name(text: str) -> bool:
    """Whether a text is the name of a header that people know, and not a value."""
    return is_public_header(text) or (bool(re.fullmatch(r"[A-Za-z-]{3,60}", text)) and is_secret_header(text))


def is_secret_name(name: str) -> bool:
    """Whether what is assigned to a name is secret: a variable, a key of JSON or TOML, an option."""
    words = [word.lower() for word in _WORDS.findall(name[-120:])]
    if not words or words[-1] in _NO_SECRET_WORDS:
        return False
    if any(word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS) for word in words):
        return True
    if words[-1].endswith("key") and words[-1].removesuffix("key") in _KEY_OF:
        return True
    before = words[:-1]
    if words[-1] in ("key", "keys") and any(word in _KEY_OF for word in before):
        return True
    if words[-1] == "id" and any(word in _WITH_ID for word in before):
        return True
    if words[-1] == "pass" and any(word in _PASS_OF for word in before):
        return True
    return words[-1] == "auth" and bool(before)


def is_secret_parameter(name: str) -> bool:
    """Whether the value of a URL's or form's parameter is secret."""
    words = [word.lower() for word in _WORDS.findall(name[-120:])]
    return is_secret_name(name) or (bool(words) and words[-1] in _PARAMETERS) or "credential" in words
