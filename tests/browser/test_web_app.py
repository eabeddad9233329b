"""Reading without a network, with a real service worker, and how it comes and goes."""

import datetime as dt
import re

import pytest
from browser.test_accessibility import VIEWS
from loopback.changing_site import serving
from playwright.sync_api import Error, expect
from reader_pages import FOLDER, bookmark
from reader_pages import settings as reader_settings

DAYS = [f"2021-11-{day:02}" for day in range(1, 13)]
NEWEST, LAST_KEPT, NOT_KEPT, NEW = DAYS[-1], DAYS[-7], DAYS[-8], "2021-11-13"
OFFLINE_LINE = ".hotpapers-offline"
WORKER = "hotpapers-worker.js"


def digest(day):
    lines = [f"date: {day}", "papers:"]
    for n, subject in enumerate(("Whales", "Bridges", "Bread", "Whale songs")):
        lines += [
            f"- arxiv_id: '2111.{day[-2:]}{n:03}'",
            f"  title: {subject} of {day}",
            "  authors: Ann Reader",
            f"  score: {100 - 10 * n}",
            "  categories: [cs.LG]",
            f"  abstract: '{subject} and more {subject.lower()} of the sea.'",
        ]
    return "\n".join(lines)


FILES = {
    "mine.md": "Title: Mine\nDate: 2021-10-01\n\nWords.\n",
    **{f"hotpapers/{day}.yaml": digest(day) for day in DAYS},
}


def settings(**others):
    wanted = {"RELATIVE_URLS": False, "HOTPAPERS_WEB_APP": "on"}
    return reader_settings(**wanted | others)


@pytest.fixture
def site(built):
    return built(FILES, **settings())


@pytest.fixture
def server(site):
    with serving(site) as server:
        yield server


@pytest.fixture
def page(visit):
    with visit() as page:
        yield page


def day(server, date):
    return f"{server.url}hot-papers-{date}.html"


def wait_for_worker(page):
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")


def come_once(page, server, date=NEWEST):
    page.goto(day(server, date))
    wait_for_worker(page)


KEPT = """
async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await caches.match(request);
      const { byteLength } = await answer.arrayBuffer();
      found.push([name, request.url, byteLength]);
    }
  }
  return found;
}
"""


def kept(page, server):
    """Return the size of what is kept, by address below the site's root."""
    rows = page.evaluate(KEPT)
    assert {name for name, *_ in rows} <= {f"hotpapers /{FOLDER}/"}
    return {url.removeprefix(server.url): size for _, url, size in rows}


def is_styled(page):
    return page.evaluate(
        "() => document.styleSheets.length > 1 &&"
        " [...document.styleSheets].every((it) => it.cssRules.length)"
    )


@pytest.mark.parametrize(
    ("width", "relative"),
    [(360, True), (1280, False)],
    ids=["360-relative", "1280-absolute"],
)
def test_days_lists_and_ranking_are_read_without_a_network(
    built, visit, width, relative
):
    site = built(FILES, **settings(RELATIVE_URLS=relative))
    with serving(site) as server, visit(width=width) as page:
        refused = []
        page.on("console", lambda line: refused.append(f"{line.text} {line.location}"))
        page.on("pageerror", lambda fault: refused.append(str(fault)))
        come_once(page, server)
        expect(page.locator(OFFLINE_LINE)).to_be_hidden()
        bookmark(page, *(f"{name} of {NEWEST}" for name in ("Whales", "Bread")))
        page.goto(day(server, LAST_KEPT))
        bookmark(page, f"Whale songs of {LAST_KEPT}")
        page.context.set_offline(True)
        page.goto(day(server, NEWEST))
        expect(page.locator(".hotpapers-paper")).to_have_count(4)
        line = page.locator(OFFLINE_LINE)
        expect(line).to_have_text(re.compile(r"as of 20\d\d-\d\d-\d\d \d\d:\d\d\."))
        expect(line).to_be_visible()
        assert is_styled(page)
        page.get_by_role("link", name="My lists").click()
        expect(page.locator(".hotpapers-kept li")).to_have_count(3)
        page.get_by_role("link", name="For you").click()
        expect(page.locator(".hotpapers-told")).to_contain_text("Ranked by 3")
        titles = page.locator(".hotpapers-own .hotpapers-name").all_inner_texts()
        assert titles[0].startswith("Whale")
        assert is_styled(page)
        wider = "() => document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wider) <= 0
        assert [line for line in refused if "ERR_INTERNET" not in line] == []


@pytest.mark.parametrize("how", ["offline", "server down"])
def test_what_is_not_kept_leads_to_what_is(page, server, how):
    come_once(page, server)
    if how == "offline":
        page.context.set_offline(True)
    server.is_down = True
    for path in (f"hot-papers-{NOT_KEPT}.html", "papers/top.html"):
        page.goto(f"{server.url}{path}")
        expect(page).to_have_title("Without a network")
        again = page.get_by_role("link", name="try again")
        assert again.get_attribute("href") == f"{server.url}{path}"
        rows = page.locator("[data-hotpapers-offline] li a")
        assert rows.all_inner_texts() == DAYS[:-8:-1]
        assert is_styled(page)
    with pytest.raises(Error):  # the browser's own error, as without the plugin
        page.context.new_page().goto(f"{server.url}mine.html")
    page.get_by_role("link", name=LAST_KEPT).click()
    expect(page.locator(".hotpapers-paper")).to_have_count(4)
    server.is_down = False
    page.context.set_offline(False)
    page.goto(f"{server.url}papers/offline.html#papers/top.html")
    page.get_by_role("link", name="try again").click()
    expect(page).to_have_url(f"{server.url}papers/top.html")


def test_a_link_to_elsewhere_is_not_offered_to_be_tried_again(page, server):
    for asked in ("//evil.example/", "javascript:alert(1)", "/other/"):
        page.goto("about:blank")
        page.goto(f"{server.url}papers/offline.html#{asked}")
        wait_for_worker(page)
        expect(page.get_by_text("try again")).to_be_hidden()
        assert page.locator("[data-hotpapers-offline] a").first.get_attribute("href")


def test_addresses_that_servers_take_for_the_same_are_kept(page, server):
    come_once(page, server)
    server.is_down = True
    for path in (f"hot-papers-{NEWEST}", f"hot-papers-{NEWEST}.html?from=feed"):
        page.goto(f"{server.url}{path}")
        expect(page.locator(".hotpapers-paper")).to_have_count(4)
    page.goto(f"{server.url}papers/")
    expect(page).to_have_title("Papers")


def test_nothing_old_is_shown_while_the_network_answers(page, server):
    come_once(page, server)
    file = server.folder / FOLDER / f"hot-papers-{NEWEST}.html"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"Bridges of", b"Trusses of"))
    page.reload()
    expect(page.locator(".hotpapers-paper").nth(1)).to_contain_text("Trusses of")
    expect(page.locator(OFFLINE_LINE)).to_be_hidden()
    file.write_bytes(before)


@pytest.mark.parametrize("date", [NEWEST, NOT_KEPT])
def test_a_page_that_the_browser_still_knows_says_how_old_it_is(page, server, date):
    server.lasting = f"/{FOLDER}/hot-papers-"
    come_once(page, server)
    page.goto(day(server, date))
    expect(page.locator(OFFLINE_LINE)).to_be_hidden()
    server.is_down = True
    page.context.set_offline(True)
    page.goto(server.url + "papers/offline.html")
    page.goto(day(server, date))
    expect(page.locator(".hotpapers-paper")).to_have_count(4)
    hour_ago = dt.datetime.fromtimestamp(server.hour_ago)
    line = page.locator(OFFLINE_LINE)
    expect(line).to_contain_text(f"as of {hour_ago:%Y-%m-%d %H:%M}.")


def test_an_ordinary_page_asks_the_server_itself(page, server):
    come_once(page, server)
    answer = page.goto(f"{server.url}mine.html")
    assert not answer.from_service_worker
    assert page.goto(day(server, NEWEST)).from_service_worker


def wait_until(page, condition, given=None):
    """Wait until something has been kept, or has gone, in a browser's background."""
    page.evaluate(
        f"""async (given) => {{
          for (let tries = 600; !(await ({condition})(given)); tries -= 1) {{
            if (!tries) throw Error("it never came true");
            await new Promise((go) => setTimeout(go, 50));
          }}
        }}""",
        given,
    )


IS_KEPT = "(url) => caches.match(url)"
IS_SETTLED = """
() => navigator.serviceWorker.ready.then((it) => !it.installing && !it.waiting)
"""
IS_NOT_KEPT = "async (url) => !(await caches.match(url))"


def test_a_new_day_is_fetched_with_the_next_visit_and_nothing_that_is_as_before(
    page, site, built
):
    later = built(FILES | {f"hotpapers/{NEW}.yaml": digest(NEW)}, **settings())
    with serving(site) as server:
        come_once(page, server)
        assert f"hot-papers-{LAST_KEPT}.html" in kept(page, server)
        server.folder = later.folder
        server.asked.clear()
        page.goto(f"{server.url}papers/index.html")
        wait_until(page, IS_KEPT, day(server, NEW))
        wait_until(page, IS_NOT_KEPT, day(server, LAST_KEPT))
        wait_until(page, IS_SETTLED)
        asked = " ".join(server.asked)
        assert f"hot-papers-{DAYS[-1]}.html" in asked  # leads to the new one now
        assert not any(f"hot-papers-{each}.html" in asked for each in DAYS[-6:-1])
        assert "hotpapers-lists.js" not in asked
        server.is_down = True
        page.goto(day(server, NEW))
        expect(page.locator(".hotpapers-paper")).to_have_count(4)
        page.goto(day(server, LAST_KEPT))
        expect(page).to_have_title("Without a network")


def test_no_more_is_kept_than_the_size_allows_the_theme_included(page, built):
    whole = built(FILES, **settings())
    with serving(whole) as server:
        come_once(page, server)
        everything = kept(page, server)
    theme = [url for url in everything if "notmyidea" in url or "theme/css" in url]
    assert theme
    limit = sum(everything.values()) - 1
    with serving(built(FILES, **settings(HOTPAPERS_WEB_APP_SIZE=limit))) as server:
        come_once(page, server)
        found = kept(page, server)
        assert {*theme} <= {*found}
        assert sum(found.values()) <= limit
        left_out = [date for date in DAYS if f"hot-papers-{date}.html" in found]
        server.is_down = True
        page.goto(f"{server.url}papers/offline.html")
        rows = page.locator("[data-hotpapers-offline] li a:visible")
        expect(rows).to_have_count(len(left_out))


def test_a_full_browser_keeps_what_it_can(page, server):
    client = page.context.new_cdp_session(page)
    origin = server.url.removesuffix(f"/{FOLDER}/")
    quota = {"origin": origin, "quotaSize": 150_000}
    client.send("Storage.overrideQuotaForOrigin", quota)
    come_once(page, server)
    found = kept(page, server)
    assert "theme/hotpapers/hotpapers.css" in found
    assert f"hot-papers-{LAST_KEPT}.html" not in found


OTHERS = "() => caches.open('another').then((it) => it.put('/x', new Response('x')))"
LEFT = "() => caches.keys()"
IS_GONE = "async () => !(await navigator.serviceWorker.getRegistrations()).length"


@pytest.mark.parametrize("value", ["remove", "off"])
def test_the_setting_takes_it_out_of_browsers(page, site, built, value):
    without = built(FILES, **settings(HOTPAPERS_WEB_APP=value))
    with serving(site) as server:
        come_once(page, server)
        page.evaluate(OTHERS)
        server.folder = without.folder
        page.goto(f"{server.url}mine.html")
        wait_until(page, "async () => (await caches.keys()).join() === 'another'")
        page.goto("about:blank")  # a worker goes with the last page that it has
        page.goto(f"{server.url}mine.html")
        wait_until(page, IS_GONE)
        server.is_down = True
        with pytest.raises(Error):
            page.goto(day(server, NEWEST))


def test_a_worker_of_the_themes_own_stays(page, server):
    own = server.folder / FOLDER / "own.js"
    own.write_text("addEventListener('fetch', () => {});", "utf-8")
    page.goto(f"{server.url}mine.html")
    page.evaluate("() => navigator.serviceWorker.register('own.js').then(() => null)")
    wait_for_worker(page)
    page.goto(day(server, NEWEST))
    active = "() => navigator.serviceWorker.ready.then((it) => it.active.scriptURL)"
    assert page.evaluate(active) == f"{server.url}own.js"
    assert page.evaluate(LEFT) == []
    own.unlink()


NO_WORKERS = {
    "blocked": "",
    "missing": "delete Navigator.prototype.serviceWorker; delete window.caches",
    "refused": """
      const get = () => { throw new DOMException("", "SecurityError"); };
      Object.defineProperty(Navigator.prototype, "serviceWorker", { get });
      for (const name of ["caches", "localStorage"]) {
        Object.defineProperty(window, name, { get });
      }
    """,
    "no script": "",
}


@pytest.mark.parametrize("how", NO_WORKERS)
def test_nothing_breaks_where_there_are_no_workers(chromium, server, how):
    context = chromium.new_context(
        java_script_enabled=how != "no script",
        service_workers="block" if how == "blocked" else "allow",
    )
    context.add_init_script(NO_WORKERS[how])
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text))
    for path in (f"hot-papers-{NEWEST}.html", "papers/offline.html"):
        page.goto(server.url + path)
        expect(page.locator(OFFLINE_LINE)).to_be_hidden()
        expect(page.get_by_text("try again")).to_be_hidden()
    assert [fault for fault in faults if "blocked by Playwright" not in fault] == []
    context.close()


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_pages_without_a_network_are_accessible(built, visit, axe, width, scheme):
    with (
        serving(built(FILES, **settings(THEME="simple"))) as server,
        visit(width=width, scheme=scheme) as page,
    ):
        come_once(page, server)
        server.is_down = True
        for path, where in (
            ("papers/top.html", ".hotpapers-page"),
            (f"hot-papers-{NEWEST}.html", ".hotpapers-digest"),
        ):
            page.goto(server.url + path)
            expect(page.locator(OFFLINE_LINE)).to_be_visible()
            page.evaluate(axe)
            found = page.evaluate("(css) => axe.run(css)", where)
            seen = [(it["id"], it["nodes"][0]["html"]) for it in found["violations"]]
            assert seen == []
            wider = "() => document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(wider) <= 0


def test_its_html_has_no_faults(built, vnu):
    site = built(FILES, **settings(THEME="simple"))
    assert vnu(site) == {}
