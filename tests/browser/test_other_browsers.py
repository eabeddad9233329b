"""What Firefox and Safari do in their own ways: the main pages, and their scripts."""

import json
import re

import pytest
from browser.test_web_app import FILES, NEWEST, NOT_KEPT
from browser.test_web_app import settings as web_app_settings
from loopback.changing_site import serving
from other_browsers import BROWSERS, wait_for
from rule_cases import TEXTS

pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr in")
"""Selenium tells itself what it should do in another way."""
DIGEST = f"hot-papers-{NEWEST}.html"
PAGES = (
    DIGEST,
    *(
        f"papers/{name}.html"
        for name in (
            *("index", "2111.12000", "cs.LG", "top", "leaderboards", "days"),
            *("search", "for-you", "lists", "status"),
        )
    ),
)
HISTORY = {
    "hotpapers/collection-history.txt": "missing\t2021-11-13\t2021-11-14T06:00:00Z"
    "\t-\tnobody answered\n"
}
MANY = {
    "hotpapers/2021-10-31.yaml": "papers:\n- arxiv_id: '2110.31000'\n"
    f"  title: Choirs\n  authors: [{', '.join(f'Ann {n} Singer' for n in range(40))}]\n"
}
RULES = "theme/hotpapers/hotpapers-rules.js"
TITLES = ".hotpapers-titles"
LINKS_TO_LISTS = "document.querySelector('.hotpapers-helps')"
STATUS = "document.querySelector('.hotpapers-status').textContent"


@pytest.fixture(
    scope="module",
    params=[pytest.param(it, marks=pytest.mark.xdist_group(it)) for it in BROWSERS],
)
def tabs(request, playwright):
    """Open the tabs of one of the browsers."""
    with BROWSERS[request.param](playwright) as opened:
        yield opened


@pytest.fixture
def tab(tabs):
    """A tab of a reader who comes for the first time."""
    with tabs() as tab:
        yield tab


@pytest.fixture
def server(built):
    site = built(FILES | HISTORY | MANY, **web_app_settings(HOTPAPERS_SEARCH=True))
    with serving(site) as server:
        yield server


def text(tab, css):
    return tab.run(f"return document.querySelector('{css}').innerText")


def texts(tab, css):
    return tab.run(
        f"return [...document.querySelectorAll('{css}')].map((it) => it.innerText)"
    )


def wait_to_be_told(tab, words):
    wait_for(tab, f"{STATUS}.includes('{words}')")


def test_pages_fit_a_phone_and_a_desk_and_their_script_runs(tab, server):
    wrong = []
    for page in PAGES:
        tab.open(server.url + page)
        wait_for(tab, LINKS_TO_LISTS)
        for width in (1280, 360):
            tab.resize(width)
            wider = "return document.documentElement.scrollWidth - innerWidth"
            if tab.run(wider) > 0:
                wrong.append((page, width))
    assert wrong == []


@pytest.mark.parametrize("width", [360, 1280])
def test_titles_have_their_ranks_before_them(tab, server, width):
    tab.resize(width)
    tab.open(server.url + DIGEST)
    with_ranks = tab.picture(TITLES)
    assert tab.picture(TITLES) == with_ranks
    tab.run(
        f"for (const it of document.querySelectorAll('{TITLES} li'))"
        " it.style.listStyle = 'none'"
    )
    assert tab.picture(TITLES) != with_ranks


def test_authors_who_are_not_shown_are_a_click_away(tab, server):
    tab.open(f"{server.url}hot-papers-2021-10-31.html")
    wait_for(tab, LINKS_TO_LISTS)
    more = "getComputedStyle(document.querySelector('.hotpapers-more'))"
    line = f"return {more}.textDecorationLine + {more}.textDecorationStyle"
    assert tab.run(line) == "underlinedotted"
    tab.click(".hotpapers-authors summary")
    wait_for(tab, "document.querySelector('.hotpapers-authors').open")
    assert text(tab, ".hotpapers-authors").endswith("Ann 39 Singer")


def test_keys_bookmark_and_copy_and_a_list_is_shared(tab, server):
    tab.open(server.url + DIGEST)
    wait_for(tab, LINKS_TO_LISTS)
    tab.press("jjb")
    wait_to_be_told(tab, "Bookmarked.")
    tab.press("c")
    wait_to_be_told(tab, "Copied.")
    tab.open(server.url + "papers/lists.html")
    wait_for(tab, "document.querySelector('.hotpapers-kept li')")
    assert texts(tab, ".hotpapers-kept a") == [f"Bridges of {NEWEST}"]
    tab.click("[data-does=share]")
    wait_to_be_told(tab, "The link is copied.")
    link = tab.run("return document.querySelector('.hotpapers-link input').value")
    tab.click("[data-cite=bib]")
    wait_to_be_told(tab, "Saved.")
    tab.open("about:blank")
    tab.open(link)
    wait_for(tab, "document.querySelector('.hotpapers-shared li')")
    assert text(tab, ".hotpapers-shared li a") == f"Bridges of {NEWEST}"


def test_help_opens_and_closes(tab, server):
    tab.open(server.url + DIGEST)
    wait_for(tab, LINKS_TO_LISTS)
    tab.press("?")
    wait_for(tab, "document.querySelector('dialog').open")
    tab.click("dialog form button")
    wait_for(tab, "!document.querySelector('dialog').open")


def test_the_search_finds_a_paper(tab, server):
    tab.open(f"{server.url}papers/search.html?q=whale+songs")
    wait_for(tab, "document.querySelector('.hotpapers-found li')")
    assert text(tab, ".hotpapers-found a").startswith("Whale songs of ")
    assert text(tab, ".hotpapers-search [role=status]") == "12 papers"


def test_the_field_of_the_search_has_no_look_of_a_browsers_own(tab, server):
    """Safari's own has the colours of no page; Debian's WebKit does not show that."""
    tab.open(f"{server.url}papers/search.html")
    field = "getComputedStyle(document.querySelector('[type=search]'))"
    assert tab.run(f"return {field}.appearance") == "none"


def test_papers_are_ranked_by_bookmarks_and_marked_by_rules(tab, server):
    tab.open(server.url + DIGEST)
    wait_for(tab, LINKS_TO_LISTS)
    tab.press("jbjjbjb")
    tab.open(server.url + "papers/lists.html")
    wait_for(tab, "document.querySelector('[data-form=addRule] input')")
    tab.click("[data-form=addRule] input")
    tab.press("bridge*")
    tab.click("[data-form=addRule] button")
    wait_to_be_told(tab, "Rule added.")
    tab.open(server.url + "papers/for-you.html")
    wait_for(tab, "document.querySelector('.hotpapers-why')?.innerText")
    assert text(tab, ".hotpapers-told").startswith("Ranked by 3 bookmarks")
    tab.open(server.url + f"hot-papers-{NOT_KEPT}.html")
    wait_for(tab, "document.querySelector('.hotpapers-followed')")


def test_words_of_rules_find_what_those_of_topics_do(tab, server):
    tab.open(server.url + DIGEST)
    asked = json.dumps([[text, phrase] for phrase, text, _ in TEXTS])
    found = tab.run(
        f"""const {{ says }} = await import('{server.url}{RULES}');
        return {asked}.map(([text, phrase]) => says(text, phrase));"""
    )
    wrong = [case for case, it in zip(TEXTS, found, strict=True) if it != case[2]]
    assert wrong == []


def test_a_day_is_read_without_a_network_and_says_how_old_it_is(tab, server):
    tab.open(server.url + DIGEST)
    tab.run("await navigator.serviceWorker.ready")
    server.is_down = True
    tab.open(server.url + DIGEST)
    assert len(texts(tab, ".hotpapers-paper")) == 4
    assert re.search(r"as of 20\d\d-\d\d-\d\d \d\d:", text(tab, ".hotpapers-offline"))
    tab.open(f"{server.url}hot-papers-{NOT_KEPT}.html")
    assert tab.run("return document.title") == "Without a network"
    wait_for(tab, f"[...document.links].some((it) => it.href.includes('{NOT_KEPT}'))")
