"""Pages that ask nothing of anybody: no third party, no JavaScript."""

from contextlib import closing
from http import HTTPStatus

import pytest
from playwright.sync_api import expect
from twin_sites import UNLIKE_CONTENT

each_content = pytest.mark.parametrize("twins", UNLIKE_CONTENT, indirect=True)
A_SCRIPTS_DELAY = 1000  # ms
LOAD_WHAT_IS_LAZY = """
() => document.querySelectorAll("[loading]").forEach(node => node.loading = "eager")
"""
FOREIGN_HINTS = """
() => [...document.querySelectorAll(
  "link:is([rel~=preconnect], [rel~=dns-prefetch], [rel~=prefetch], [rel~=preload])"
)].map(link => link.href)
"""
TEXTS = """
() => {
  for (const tools of document.querySelectorAll(".hotpapers-tools")) {
    tools.previousSibling.remove();  // the dot before them
    tools.remove();
  }
  return [...document.querySelectorAll(".hotpapers-titles, .hotpapers-paper")]
    .map(node => node.innerText.trim());
}
"""


@pytest.fixture
def asks(chromium):
    """Check what each page asks for: of others, or of its own site in vain."""

    def check(site):
        with closing(chromium.new_context()) as context:
            opened = {path: _opened(context, site.url + path) for path in site.pages}
            next(iter(opened.values()))[0].wait_for_timeout(A_SCRIPTS_DELAY)
            return {path: _faults(site, *tab) for path, tab in opened.items()}

    return check


def _opened(context, url):
    """Open a tab in which nothing waits to be seen, and note what it asks for."""
    page = context.new_page()
    requests, answers = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda answer: answers.append((answer.status, answer.url)))
    page.goto(url)
    page.evaluate(LOAD_WHAT_IS_LAZY)
    return page, requests, answers


def _faults(site, page, requests, answers):
    asked = [*requests, *page.evaluate(FOREIGN_HINTS)]
    own = (site.url, "data:")
    foreign = [url for url in asked if not url.startswith(own)]
    missing = [
        f"{status} {url.removeprefix(site.url)}"
        for status, url in answers
        if status >= HTTPStatus.BAD_REQUEST and not url.endswith("/favicon.ico")
    ]
    return dict.fromkeys((*foreign, *missing), page.url)


BY_SCRIPT = {"papers/for-you.html"}
"""Pages whose papers the script ranks."""


def _digests(visit, site, *, javascript):
    having = site.having("hotpapers-paper").pages
    pages = [path for path in having if path not in BY_SCRIPT]
    with visit(javascript=javascript) as page:
        for path in pages:
            page.goto(site.url + path)
            if texts := page.evaluate(TEXTS):
                yield path, texts


@each_content
def test_no_page_asks_a_third_party_or_for_what_is_missing(twins, asks):
    assert twins.new(asks) == {}


@each_content
def test_a_digest_says_the_same_without_javascript(twins, visit):
    without = dict(_digests(visit, twins.ours, javascript=False))
    assert without
    assert without == dict(_digests(visit, twins.ours, javascript=True))


def test_a_title_leads_to_its_paper_without_javascript(twins, visit):
    path, _ = next(_digests(visit, twins.ours, javascript=False))
    with visit(javascript=False) as page:
        page.goto(twins.ours.url + path)
        link = page.locator(".hotpapers-titles a").last
        paper = page.locator(link.get_attribute("href").replace(".", r"\."))
        link.click()
        expect(paper).to_be_in_viewport()


@pytest.mark.parametrize(
    "twins",
    ["own-simple", "own-notmyidea", "seeds-simple", "seeds-notmyidea"],
    indirect=True,
)
def test_every_paper_is_shown(twins, visit):
    assert twins.digests
    with visit(javascript=False) as page:
        for digest in twins.digests:
            page.goto(f"{twins.ours.url}{digest.slug}.html")
            shown = page.locator("article.hotpapers-paper:visible")
            assert shown.count() == len(digest.papers) > 0


@pytest.mark.parametrize("twins", ["own-widget"], indirect=True)
def test_x_is_asked_only_by_a_reader_who_presses_the_button(twins, visit):
    with visit() as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{twins.ours.url}hot-papers-2021-05-03.html")
        texts = page.evaluate(TEXTS)
        assert all(url.startswith(twins.ours.url) for url in asked)
        asked.clear()
        page.get_by_role("button", name="Show posts").click()
        page.get_by_role("status").filter(has_text="did not answer").wait_for()
        assert asked == ["https://platform.twitter.com/widgets.js"]
        assert page.evaluate(TEXTS) == texts


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{}" alt="">',
        '<div style="height: 20000px"></div><img loading="lazy" src="{}" alt="">',
        '<p style="background: url({})">Words.</p>',
        '<script async src="{}"></script>',
        '<iframe src="{}"></iframe>',
        '<div style="height: 20000px"></div><iframe loading="lazy" src="{}"></iframe>',
        '<link rel="preconnect" href="{}">',
        "<script>setTimeout(() => fetch('{}'), 200)</script>",
    ],
)
def test_what_is_asked_of_others_is_found(planted, asks, body):
    url = "https://third.example.org/"
    assert url in asks(planted(body.format(url)))["index.html"]


def test_what_is_missing_is_found(planted, asks):
    site = planted('<img src="none.png" alt="">')
    assert [*asks(site)["index.html"]] == ["404 none.png"]


def test_what_is_the_sites_own_is_no_fault(planted, asks):
    assert asks(planted('<img src="data:," alt=""><a href="https://a.org">A</a>')) == {
        "index.html": {}
    }
