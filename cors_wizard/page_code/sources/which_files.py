"""Which files run in a page: tests, servers and the build's own settings do not."""

from __future__ import annotations

import re

_TESTS = re.compile(
    r"(?:^|/)(?:__tests__|__mocks__|__fixtures__|tests?|spec|e2e|cypress|playwright|mocks?|stories|\.storybook)/"
    r"|\.(?:test|spec|stories|story|cy|e2e|mock|fixtures?)\.[cm]?[jt]sx?$"
    r"|(?:^|/)(?:setupTests|jest\.setup|vitest\.setup|karma\.conf|mockServiceWorker)\.[cm]?[jt]s$",
    re.IGNORECASE,
)
_ROUTE = re.compile(r"/(?:app|pages|routes|views|screens)/(?:[^/]+/)*?tests?/(?=(?:page|index|\+page)\.\w+$)")
"""Of a page at `/test`."""
_SETTINGS = re.compile(
    r"(?:^|/)(?:(?:vite|vitest|webpack|rollup|next|nuxt|vue|svelte|astro|babel|jest|cypress|playwright|tailwind|postcss"
    r"|eslint|prettier|karma|metro|craco|tsup|rspack|rsbuild|remix|quasar|capacitor|ionic|stencil|commitlint|drizzle)"
    r"(?:\.[\w-]+)*\.(?:config|conf)|config-overrides|\.?eslintrc|gulpfile|gruntfile|setupProxy|proxy\.conf)\.[cm]?[jt]s$"
    r"|(?:^|/)(?:package|[jt]sconfig(?:\.[\w-]+)?)\.json$",
    re.IGNORECASE,
)
_SERVERS = re.compile(
    r"(?:^|/)pages/api/|(?:^|/)app/(?:.*/)?route\.[jt]sx?$|\.server\.[jt]sx?$|(?:^|/)\+(?:server|page\.server|layout\.server)\.[jt]s$"
    r"|(?:^|/)server/(?:api|routes|middleware|plugins|utils|tasks|db)/|(?:^|/)server/(?:index|server)\.[cm]?[jt]s$"
    r"|(?:^|/)lib/server/|(?:^|/)(?:netlify/(?:edge-)?functions|supabase/functions|functions/src)/"
    r"|(?:^|/)instrumentation\.[jt]s$"
)
_MINIFIED = re.compile(r"[.-]min\.[cm]?js$|\.(?:bundle|chunk)\.js$|(?:^|/)(?:node_modules|bower_components)/")
_SERVER_CODE = re.compile(
    rb"""\A(?:\s|//[^\n]*\n|/\*[^*]*\*/)*['"]use server['"]"""
    rb"""|(?:require\(\s*|from\s+)['"](?:node:)?(?:express|fastify|koa|hono|@hapi/hapi|@nestjs/\w+|http|https|fs|fs/promises|net|child_process|dotenv|dotenv/config|cors|puppeteer|commander|server-only|next/headers|next/server|firebase-functions(?:/[\w/]+)?|aws-lambda|@vercel/node|elysia|h3|@trpc/server(?:/[\w/]+)?|astro:middleware|[$]fresh/server(?:\.ts)?|fresh)['"]"""
    rb"""|^#!.{0,60}\b(?:node|tsx|bun|deno)\b|\bprocess\.(?:exit\(|argv\b|cwd\(\)|std(?:in|out|err)\b)|\b(?:Deno|Bun)\.serve\("""
    rb"""|\b(?:ipcMain|BrowserWindow)\b[^;]{0,200}['"]electron['"]|^export\s+(?:async\s+function|const)\s+onRequest(?:Get|Post)?\b"""
    rb"""|^export\s+default\s*\{\s*(?:async\s+)?fetch\s*\(|^exports\.handler\s*=|^export\s+(?:default\s+)?(?:async\s+)?function\s+middleware\(\s*_?req|^export\s+const\s+config\b[^;]{0,40}\bmatcher\b|^export\s+const\s+handler\s*:?[^=;]{0,40}=\s*async\s*\(\s*event\b""",
    re.MULTILINE,
)
"""What only Node, Deno, Bun, an Electron app's main process, or a worker at the network's edge has."""
_TEST_CODE = re.compile(
    rb"""(?:require\(\s*|from\s+|import\s+)['"](?:vitest|@jest/globals|@testing-library/[\w-]+|msw(?:/node)?|@playwright/test"""
    rb"""|@storybook/[\w-]+|cypress(?:/[\w-]+)?|nock|sinon|supertest|node:test|@cypress/[\w-]+)['"]"""
)


_SERVER_FUNCTION = re.compile(
    rb"export\s+(?:async\s+function|function|const)\s+"
    rb"(?:getServerSideProps|getStaticProps|getStaticPaths|generateMetadata|generateStaticParams)\b"
)
_ASYNC_COMPONENT = re.compile(rb"export\s+(?:default\s+)?async\s+function\s+[A-Z]\w*\s*\(")
"""React renders those on a server alone."""
_ROUTE_FUNCTION = re.compile(rb"export\s+(?:async\s+function|function|const)\s+(?:loader|action)\b")
_REMIX_ROUTE = re.compile(r"(?:^|/)app/(?:routes/.*|root)\.[jt]sx?$")
_OF_REMIX = re.compile(
    rb"""from\s+['"](?:@remix-run/(?:node|cloudflare|deno|server-runtime|react)|(?:\./|\.\./)+\+types/)"""
)
"""Elsewhere a `loader` is React Router's, which runs in the page."""
_SERVER_COMPONENT = re.compile(r"(?:^|/)app/(?:.*/)?(?:page|layout|template|loading|default)\.[jt]sx?$")
_FOR_BOTH = re.compile(r"(?:^|/)\+(?:page|layout)\.[jt]s$")


def is_server_function(statement: bytes, path: str, code: bytes) -> bool:
    """Whether a statement is a function that Next or Remix runs on its server."""
    if _SERVER_FUNCTION.match(statement):
        return True
    if _ASYNC_COMPONENT.match(statement) and path.endswith(("x", ".js")) and b"use client" not in code[:1000]:
        return True
    is_route = _REMIX_ROUTE.search(path) or _OF_REMIX.search(code)
    return bool(is_route and _ROUTE_FUNCTION.match(statement))


def is_server_component(path: str, code: bytes) -> bool:
    """Whether Next renders a file of its app folder on its server."""
    return bool(_SERVER_COMPONENT.search(path)) and b"use client" not in code[:1000]


def gets_fetch(path: str) -> bool:
    """Whether SvelteKit hands `fetch` to the functions of a file."""
    return bool(_FOR_BOTH.search(path))


def is_test(path: str) -> bool:
    """Whether the file tests the page instead of being a part of it; a route may be called `/test`."""
    return bool(_TESTS.search(_ROUTE.sub("/", path)))


def is_settings(path: str) -> bool:
    """Whether the file configures a tool."""
    return bool(_SETTINGS.search(path))


def is_server_path(path: str) -> bool:
    """Whether a framework runs the file on its server."""
    return bool(_SERVERS.search(path))


def is_server_code(code: bytes) -> bool:
    """Whether a script needs what no page has: it runs on a server, or tests the page."""
    return bool(_SERVER_CODE.search(code) or _TEST_CODE.search(code))


def is_bundle(path: str) -> bool:
    """Whether a tool made the file."""
    return bool(_MINIFIED.search(path))
