"""Firefox's refusals and Safari's failures whose translation isn't in the knowledge."""

# ruff: noqa: RUF001  the quotes and letters of other languages are the point

from __future__ import annotations

import pytest

from tests.console.known import reader

URL = "http://localhost:5000/api/orders"
POLISH = (
    "Zablokowano żądanie do zasobu innego pochodzenia: zasady „Same Origin Policy” nie pozwalają wczytywać "
    "zdalnych zasobów z „{0}” ({1}).{2}"
)
KOREAN = "교차 출처 요청 차단: 동일 출처 정책으로 인해 {0}에 있는 원격 리소스를 차단했습니다. (원인: {1}).{2}"
CHINESE = "已封鎖跨來源請求: 同源政策不允許讀取 {0} 的遠端資源。（原因: {1}）。{2}"
SWEDISH = (
    "Cross-Origin begäran blockerad: Same-Origin policyn tillåter inte läsningar av fjärresurs på {0}. "
    "(Orsak: {1}).{2}"
)


@pytest.mark.parametrize(
    ("line", "reason", "status"),
    [
        pytest.param(POLISH, "nieudane żądanie CORS", " Kod stanu: {0}.", id="polish"),
        pytest.param(KOREAN, "CORS 요청이 성공하지 못함", " 상태 코드: {0}.", id="korean"),
        pytest.param(CHINESE, "CORS 請求未成功", "狀態代碼: {0}。", id="chinese-of-taiwan"),
        pytest.param(SWEDISH, "CORS-begäran lyckades inte", " Statuskod: {0}.", id="swedish"),
    ],
)
def test_a_status_tells_no_response_from_a_preflight_s(line: str, reason: str, status: str) -> None:
    """The one has none, the other always has one."""
    silent = reader().read(line.format(URL, reason, status.format("(null)")))
    assert (silent.facts.text("symptom"), silent.facts.text("url")) == ("network-failure", URL)
    assert silent.facts.text("engine") == "firefox"
    refused = reader().read(line.format(URL, reason, status.format("405")))
    assert refused.facts.text("symptom") == "preflight-invalid-status"
    assert refused.facts.by_name["preflight_status"].value == 405


@pytest.mark.parametrize(
    ("sentence", "reachable"),
    [
        pytest.param("Es konnte keine Verbindung zum Server hergestellt werden.", "refused", id="german"),
        pytest.param("网络连接已中断。", "no-http", id="chinese"),
        pytest.param(
            "Det gick inte att ansluta till servern.", None, id="swedish-is-only-known-to-have-failed"
        ),
    ],
)
def test_safari_puts_the_system_s_sentence_behind_its_own(sentence: str, reachable: str | None) -> None:
    """Its own words are English everywhere."""
    read = reader().read(f"[Error] Failed to load resource: {sentence} (orders, line 0)")
    assert (read.facts.text("symptom"), read.facts.text("engine")) == ("network-failure", "webkit")
    assert read.facts.text("reachable") == reachable


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SWEDISH.format(URL, "CORS inaktiverad", ""), id="only-words-tell-it"),
        pytest.param(f"mon serveur {URL} (sans CORS pour le moment) renvoie 500.", id="somebody-s-own-words"),
        pytest.param(
            "Failed to load resource: something new failed (orders, line 0)", id="english-of-safari"
        ),
        pytest.param("Es konnte keine Verbindung zum Server hergestellt werden.", id="any-program-s-words"),
        pytest.param(f"my server at {URL} (with CORS enabled) returns 405.", id="english"),
    ],
)
def test_where_only_words_tell_nothing_is_read(text: str) -> None:
    """A wrong reading is worse than none."""
    assert not [each for each in reader().read(text).messages if each.engine != "server"]


@pytest.mark.parametrize(
    "line",
    [
        "Content-Security-Policy : Les paramètres de la page ont empêché le chargement d’une ressource "
        "(connect-src) à l’adresse {url} car elle enfreint la directive suivante : « connect-src 'self' »",
        "Content-Security-Policy: Die Einstellungen der Seite haben das Laden einer Ressource (connect-src) "
        "auf {url} blockiert, da sie gegen folgende Direktive verstößt: \"default-src 'self'\"",
        "Content-Security-Policy: ページの設定により {url} のリソース (connect-src) の"
        "読み込みをブロックしました: “connect-src 'self'”",
    ],
)
def test_a_page_s_own_policy_in_another_language(line: str) -> None:
    """The policy's name, the address and the directive stay as they are."""
    facts = reader().read(line.format(url=URL)).facts
    assert (facts.text("symptom"), facts.text("url")) == ("csp", URL)


@pytest.mark.parametrize(
    "line",
    [
        "Content-Security-Policy: default-src 'self'; connect-src 'self' https://api.shop.example",
        "add_header Content-Security-Policy: \"connect-src 'self' https://api.shop.example\" always;",
    ],
)
def test_a_policy_itself_is_no_refusal(line: str) -> None:
    """A header that somebody copied."""
    assert reader().read(line).leading is None
