"""Every page of a site of hostile digests, opened in a real browser."""

from contextlib import closing

import pytest
from hostile_digests import FEW, PAYLOADS, SETTINGS, UNDOING, files
from playwright.sync_api import expect

from pelican_hotpapers.config import Config

IN_BROWSER = {
    "RELATIVE_URLS": True,
    "HOTPAPERS_SEARCH": True,
    "HOTPAPERS_COMFORTS": [*Config().comforts],
    "TAG_SAVE_AS": "",
}
"""A page of a tag is like one of an author; `test_sinks` reads those of both."""
RUNNING = """
() => [...document.querySelectorAll("*")].flatMap(node => [...node.attributes]
  .filter(({ name, value }) => name.startsWith("on") || name === "srcdoc"
    || /^\\s*javascript:/i.test(value))
  .filter(({ name }) => !["content", "title", "alt", "class", "value"].includes(name))
  .map(({ name, value }) => `${node.localName} ${name}=${value.slice(0, 60)}`))
"""


@pytest.fixture(scope="module")
def site(build_module, serve):
    made = build_module(files(*FEW), theme=UNDOING, **SETTINGS, **IN_BROWSER)
    return serve(made.output)


@pytest.fixture
def watched(chromium):
    """Return a tab, what it asked for, and what spoke in it."""
    asked, spoken = [], []
    with closing(chromium.new_context()) as context:
        context.on("request", lambda request: asked.append(request.url))
        context.on("page", lambda page: spoken.append(f"a window: {page.url}"))
        page = context.new_page()
        spoken.clear()
        page.on(
            "dialog", lambda dialog: (spoken.append(dialog.message), dialog.accept())
        )
        page.on("pageerror", lambda error: spoken.append(str(error)))
        yield page, asked, spoken


def test_no_page_runs_or_asks_anything(site, watched):
    page, asked, spoken = watched
    names = [name for name in site.files if name.endswith(".html")]
    assert len(names) > len(PAYLOADS)
    running = {}
    for name in names:
        page.goto(site.url + name)
        assert page.url == site.url + name
        running[name] = page.evaluate(RUNNING)
    assert {name: found for name, found in running.items() if found} == {}
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert spoken == []


def test_no_result_of_the_search_does(site, watched):
    page, asked, spoken = watched
    page.goto(f"{site.url}papers/search.html")
    page.get_by_role("searchbox").fill("alert")
    expect(page.locator(".hotpapers-found a").first).to_be_visible()
    assert page.evaluate(RUNNING) == []
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert spoken == []


def test_what_runs_is_noticed(planted, watched):
    page, asked, spoken = watched
    body = (
        '<img src="http://evil.example/x"><a onclick="x" href="javascript:y">z</a>'
        "<script>alert(7)</script>"
    )
    page.goto(planted(body).url + "index.html")
    assert len(page.evaluate(RUNNING)) == 2
    assert spoken == ["7"]
    assert "http://evil.example/x" in asked
