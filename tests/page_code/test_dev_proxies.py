"""The dev server's table of what it passes on."""

from __future__ import annotations

import pytest

from cors_wizard.page_code import DevProxy
from cors_wizard.page_code.read_page_code import read_page_code
from tests.page_code.snippets import CodeFile

CASES = [
    pytest.param(
        "vite.config.ts",
        "export default defineConfig({\n  server: {\n    proxy: {\n      '/api': 'http://localhost:5000',\n"
        "      '^/ws/.*': { target: 'ws://localhost:5001', ws: true },\n    },\n  },\n});\n",
        [("/api", "http://localhost:5000", 4), ("^/ws/.*", "ws://localhost:5001", 5)],
        id="vite",
    ),
    pytest.param(
        "vite.config.js",
        "export default {\n  server: { proxy: { '/api': { ws: true, target: env.VITE_TARGET } } } };\n",
        [("/api", "{env.VITE_TARGET}", 2)],
        id="vite, a target from the environment",
    ),
    pytest.param(
        "package.json",
        '{\n  "name": "x",\n  "proxy": "http://localhost:5000"\n}\n',
        [("/", "http://localhost:5000", 3)],
        id="create-react-app",
    ),
    pytest.param(
        "src/setupProxy.js",
        "const { createProxyMiddleware } = require('http-proxy-middleware');\nmodule.exports = (app) => {\n"
        "  app.use('/api', createProxyMiddleware({ target: 'http://localhost:5000', ws: 1 }));\n};\n",
        [("/api", "http://localhost:5000", 3)],
        id="create-react-app, setupProxy",
    ),
    pytest.param(
        "next.config.js",
        "module.exports = { async rewrites() { return [\n"
        "  { source: '/api/:path*', destination: 'http://localhost:5000/:path*' },\n] } };\n",
        [("/api", "http://localhost:5000/:path*", 2)],
        id="next",
    ),
    pytest.param(
        "vue.config.js",
        "module.exports = {\n  devServer: { proxy: 'http://localhost:5000' },\n};\n",
        [("/", "http://localhost:5000", 2)],
        id="vue-cli",
    ),
    pytest.param(
        "proxy.conf.json",
        '{\n  "/api": { "target": "http://localhost:5000", "secure": false }\n}\n',
        [("/api", "http://localhost:5000", 2)],
        id="angular",
    ),
    pytest.param(
        "vite.config.ts",
        "export default {\n  server: { proxy: {\n    // '/old': 'http://localhost:7000',\n"
        "    '/api': 'http://localhost:5000', // Flask\n  /* '/x': 'http://localhost:1' */ } } };\n",
        [("/api", "http://localhost:5000", 4)],
        id="rules that are switched off",
    ),
    pytest.param(
        "webpack.dev.js",
        "module.exports = { devServer: { proxy: [\n"
        "  { context: ['/api', '/auth'], target: 'http://localhost:5000' },\n] } };\n",
        [("/api", "http://localhost:5000", 2), ("/auth", "http://localhost:5000", 2)],
        id="webpack, a list",
    ),
    pytest.param(
        "nuxt.config.ts",
        "export default { routeRules: {\n  '/api/**': { proxy: 'http://localhost:5000/**' },\n} };\n",
        [("/api", "http://localhost:5000/**", 2)],
        id="nuxt, rules of routes",
    ),
    pytest.param("package.json", '{"proxy": {"x": 1}}', [], id="another kind of proxy"),
    pytest.param("package.json", "{" * 100_000, [], id="nonsense"),
    pytest.param(
        "vite.config.ts", "export default { base: '/app/', alias: { '/a': '/b' } };", [], id="no table"
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_the_rules_of_a_dev_server(path: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    """Path, target and line are read, and nothing is run."""
    found = read_page_code([CodeFile(path, text)]).proxies
    assert found == tuple(DevProxy(rule, target, path, line) for rule, target, line in expected)
