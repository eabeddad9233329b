"""Our pages under what themes do to theirs.

The rules are of kinds that real themes have, each put on top of one built site.
"""

import pytest

WORDS = "words that go on and on about what was asked and what was found"
TITLES = [f"The {number}th of many papers with {WORDS}" for number in range(1, 10)]
PAPERS = "\n".join(
    f"""\
- arxiv_id: '2104.0000{number}'
  title: {title}
  authors: [Ada One, Bo Two, Cy Three, Di Four, Ed Five, Flo Six, Gus Seven, Hal Eight,
    Ina Nine, Jo Ten]
  categories: [cs.LG, stat.ML]
  likes: {100 - number}
  abstract: Water boils at 100 degrees, and less on a mountain.
  posts:
  - url: https://social.example/@ada/{number}
    author_name: Ada One
    author_handle: ada
    date: 2021-04-06
    html: Worth a read.
"""
    for number, title in enumerate(TITLES, 1)
)
COLLECTED = "collected_at: 2021-04-07T01:00:00Z"
FILES = {"hotpapers/2021-04-06.yaml": f"{COLLECTED}\npapers:\n{PAPERS}"}
DIGEST, LIST, CATEGORY, PAPER, DAYS = (
    "hot-papers-2021-04-06.html",
    "papers/leaderboards.html",
    "papers/cs.LG.html",
    "papers/2104.00001.html",
    "papers/days.html",
)
PAGES = (DIGEST, "papers/index.html", LIST, CATEGORY, PAPER, DAYS)
LAYOUTS = {
    "grid": "body { display: grid; }",
    "columns": "body { display: grid; grid-template-columns: auto; }",
    "flex": "main { display: flex; } body { display: flex; flex-direction: column; }",
    "table": "body { display: table; } main { display: table-cell; }",
    "float": "main { float: left; } article { float: left; }",
    "nowrap": "li, a, button, summary { white-space: nowrap; }",
}
RESET = """
main button { margin: 1em; height: 3em; line-height: 3em; padding: 1em 2em;
  text-transform: uppercase; letter-spacing: 2px; background: red; border-radius: 9px;
  box-shadow: 0 0 5px; min-width: 10em; }
main summary { display: block; list-style: none; }
main summary::-webkit-details-marker { display: none; }
main svg { overflow: hidden; }
main cite { display: block; font-style: italic; }
main cite::before { content: "— "; }
main time { font-size: 8.5px; font-variant: small-caps; }
main a { border-bottom: 2px solid; box-shadow: 0 1px; background: yellow; }
main h2::after, main h3::after, main article::after { content: "§"; }
main ol, main ul { text-align: center; }
main li, main p { text-align: justify; hyphens: auto; }
main li { display: inline-block; float: left; border: 1px solid; }
main li a { display: block; padding: 1em; }
main article { padding: 3em; border: 3px solid; box-shadow: 0 0 9px; }
"""


@pytest.fixture(scope="module")
def site(built):
    settings = {"THEME": "simple", "HOTPAPERS_SEARCH": False}
    return built(FILES, PLUGINS=["pelican_hotpapers"], **settings)


WIDTH = "() => document.scrollingElement.scrollWidth"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_makes_a_page_scroll_sideways(site, visit, layout):
    found = {}
    with visit(width=360) as page:
        for path in PAGES:
            page.goto(site.url + path)
            page.add_style_tag(content=LAYOUTS[layout])
            if (width := page.evaluate(WIDTH)) > 360:
                found[path] = width
    assert found == {}


STYLES = """
([selector, pseudo, names]) => [...document.querySelectorAll(selector)].map(node =>
  names.map(name => getComputedStyle(node, pseudo || null)[name]).join("; "))
"""
EXPECTED = {
    # selector, pseudo-element, properties: what they are, whatever the theme does.
    (
        "button.hotpapers-do",
        "",
        "textTransform letterSpacing marginTop",
    ): "none; normal; 0px",
    ("button.hotpapers-do", "", "backgroundColor boxShadow"): "rgba(0, 0, 0, 0); none",
    (".hotpapers-digest cite", "", "display fontStyle"): "inline; normal",
    (".hotpapers-digest cite", "::before", "content"): "none",
    (".hotpapers-digest h2", "::after", "content"): "none",
    ("article.hotpapers-paper", "::after", "content"): "none",
    ("article.hotpapers-paper", "", "borderLeftWidth boxShadow"): "0px; none",
    (".hotpapers-titles ol", "", "textAlign"): "start",
    (".hotpapers-titles li", "", "display cssFloat"): "list-item; none",
    (".hotpapers-digest p a", "", "borderBottomWidth boxShadow"): "0px; none",
    (".hotpapers-digest p", "", "textAlign"): "start",
}


@pytest.mark.parametrize("selector", EXPECTED, ids=" ".join)
def test_a_theme_does_not_reach_into_a_digest(site, visit, selector):
    css, pseudo, names = selector
    with visit() as page:
        page.goto(site.url + DIGEST)
        page.add_style_tag(content=RESET)
        found = page.evaluate(STYLES, [css, pseudo, names.split()])
    assert set(found) == {EXPECTED[selector]}


FIRST = "css => document.head.insertAdjacentHTML('afterbegin', `<style>${css}</style>`)"
FONT = "it => getComputedStyle(it).fontFamily"


@pytest.mark.parametrize("path", [DIGEST, CATEGORY])
@pytest.mark.parametrize("name", ["authors", "facts"])
def test_a_rule_that_names_our_classes_does_before_our_own_too(site, visit, path, name):
    with visit() as page:
        page.goto(site.url + path)
        rule = f"body .hotpapers-paper .hotpapers-{name} {{ font-family: fantasy }}"
        page.evaluate(FIRST, rule)
        assert page.locator(f".hotpapers-{name}").first.evaluate(FONT) == "fantasy"


TIMES = """
() => [...document.querySelectorAll(".hotpapers-digest time")].map(node =>
  getComputedStyle(node).fontSize == getComputedStyle(node.parentNode).fontSize)
"""


def test_days_are_as_large_as_the_words_around_them(site, visit):
    with visit() as page:
        page.goto(site.url + DIGEST)
        page.add_style_tag(content=RESET)
        found = page.evaluate(TIMES)
    assert found
    assert all(found)


ON_OWN_PAGES = {
    (DAYS, ".hotpapers-plot svg", "overflow"): "visible",
    (DAYS, ".hotpapers-plot summary", "display"): "list-item",
    (
        LIST,
        ".hotpapers-page li",
        "textAlign cssFloat borderTopWidth",
    ): "start; none; 0px",
    (CATEGORY, ".hotpapers-page p", "textAlign"): "start",
}


@pytest.mark.parametrize("where", ON_OWN_PAGES, ids=" ".join)
def test_a_theme_does_not_reach_into_our_own_pages(site, visit, where):
    path, selector, names = where
    with visit() as page:
        page.goto(site.url + path)
        page.add_style_tag(content=RESET)
        found = page.evaluate(STYLES, [selector, "", names.split()])
    assert set(found) == {ON_OWN_PAGES[where]}


BROKEN_WORDS = """
() => {
  const broken = [], range = document.createRange();
  const main = document.querySelector("main");
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    for (const word of walk.currentNode.data.matchAll(/[A-Za-z]+/g)) {
      range.setStart(walk.currentNode, word.index);
      range.setEnd(walk.currentNode, word.index + word[0].length);
      const tops = [...range.getClientRects()].map(rect => Math.round(rect.top));
      if (new Set(tops).size > 1) broken.push(word[0]);
    }
  return broken;
}
"""


@pytest.mark.parametrize("width", [320, 360])
def test_no_word_is_broken_where_it_has_room(site, visit, width):
    with visit(width=width) as page:
        found = {}
        for path in PAGES:
            page.goto(site.url + path)
            page.add_style_tag(content="main { padding: 0 1em; font-size: 1.2em; }")
            if broken := page.evaluate(BROKEN_WORDS):
                found[path] = broken
    assert found == {}


GAP = """
() => {
  const about = document.querySelector(".hotpapers-about:not(.hotpapers-helps)");
  const range = document.createRange();
  range.selectNodeContents(about);
  const button = document.querySelector(".hotpapers-helps button");
  const help = button.getBoundingClientRect();
  return Math.min(...[...range.getClientRects()]
    .filter(rect => rect.bottom > help.top && rect.top < help.bottom)
    .map(rect => help.left - rect.right), 9999);
}
"""
NOT_BESIDE = 9999


def test_what_is_said_of_a_day_keeps_away_from_the_button_beside_it(site, visit):
    with visit(width=700) as page:
        page.goto(site.url + DIGEST)
        assert 12 <= page.evaluate(GAP) < NOT_BESIDE


def test_on_a_phone_what_is_said_of_a_day_has_the_whole_width(site, visit):
    with visit(width=360) as page:
        page.goto(site.url + DIGEST)
        assert page.evaluate(GAP) == NOT_BESIDE
