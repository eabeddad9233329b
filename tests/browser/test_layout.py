"""Pages that fit their window."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

WINDOWS = (320, 768, 1280)
WIDTH = "document.scrollingElement.scrollWidth"
STICKING_OUT = """
() => [...document.querySelectorAll("body *")]
  .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
  .slice(-3).map(node => node.outerHTML.slice(0, 200))
"""


@pytest.mark.parametrize("twins", ["example", "own-simple"], indirect=True)
def test_the_status_page_is_among_those_that_are_looked_at(twins):
    site = twins.ours
    (status,) = [name for name in site.pages if name.endswith("status.html")]
    text = (site.folder / status).read_text("utf-8")
    assert "missing" in text
    assert "503" in text


@pytest.fixture
def too_wide(visit):
    """Measure the pages that are wider than a window: how much, and what sticks out."""

    def check(site):
        found = {}
        with visit() as page:
            for path in site.pages:
                page.goto(site.url + path)
                for window in WINDOWS:
                    page.set_viewport_size({"width": window, "height": 900})
                    if (width := page.evaluate(WIDTH)) > window:
                        found[path, window] = width, page.evaluate(STICKING_OUT)
        return found

    return check


def test_no_page_is_wider_than_its_window_or_its_theme(twins, too_wide):
    ours = too_wide(twins.ours)
    plain = (
        too_wide(twins.plain.only({path for path, _ in ours})) if twins.plain else {}
    )
    assert {
        where: (width, sticking_out)
        for where, (width, sticking_out) in ours.items()
        if width > plain.get(where, (0, []))[0]
    } == {}


@pytest.mark.parametrize("twins", ["example"], indirect=True)
def test_no_page_of_the_manual_is_wider_than_its_window(twins, too_wide):
    pages = [name for name in twins.ours.files if name.startswith("docs/")]
    assert len(pages) > 1
    for name in pages:
        assert too_wide(twins.ours.only([name])) == {}


LONG = "x" * 90
WIDE_PAPERS = f"""\
date: 2021-04-06
papers:
- arxiv_id: '2104.00001'
  title: On {LONG}
  authors: [Ada {LONG}, Bo Li]
  categories: [cs.SD, {LONG}]
  likes: 100
  code_url: https://github.com/{LONG}
  abstract: See https://example.org/{LONG} and $a{"+a" * 60}$, or {LONG}.
  posts:
  - url: https://social.example/@ada/1
    author_name: Ada {LONG}
    author_handle: ada{LONG}
    html: Look at https://example.org/{LONG}
- arxiv_id: '2104.00002'
  title: On {LONG}
  authors: [Ada {LONG}]
"""
OTHER_THEMES = sorted((Path(__file__).parents[1] / "themes").iterdir())


@pytest.mark.parametrize("theme", ["simple", "notmyidea", *map(str, OTHER_THEMES)])
def test_no_text_is_too_long_for_our_pages(built, too_wide, theme):
    site = built(
        {"hotpapers/2021-04-06.yaml": WIDE_PAPERS},
        PLUGINS=["pelican_hotpapers"],
        THEME=theme,
        HOTPAPERS_SEARCH=False,
        HOTPAPERS_AUTHOR_PAGES=1,
        HOTPAPERS_TOPICS={LONG: {"include": ["on"]}},
    )
    ours = [name for name in site.files if name.startswith(("papers/", "hot-papers"))]
    assert too_wide(site.only(ours)) == {}


SINGLE_PAPER = """\
extra: {author: Ada, tags: [one, two]}
papers:
- {arxiv_id: '2104.00001', title: A single paper, likes: 2, abstract: Words.}
"""
TWO_PAPERS = """\
extra: {author: Ada, tags: [one, two]}
papers:
- {arxiv_id: '2104.00001', title: One, categories: [cs.LG], likes: 2, abstract: Words.}
- {arxiv_id: '2104.00002', title: Two, categories: [cs.LG], likes: 1, abstract: More.}
"""
OURS = (
    ".hotpapers-about:not(.hotpapers-helps), .hotpapers-titles, .hotpapers-title, "
    ".hotpapers-facts, .hotpapers-body, .hotpapers-way, .hotpapers-page h2"
)
OVERLAP = """
() => [...document.querySelectorAll(".hotpapers-paper, .hotpapers-rank")].map(ours => {
  const [a, b] = [ours, document.querySelector(".post-info address")]
    .map(node => node.getBoundingClientRect());
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
})
"""
BESIDE = """
() => document.querySelector(".hotpapers-paper").getBoundingClientRect().left -
  document.querySelector(".hotpapers-rank").getBoundingClientRect().left
"""


@pytest.mark.parametrize("window", WINDOWS)
def test_no_rule_runs_through_what_the_theme_says_of_an_article(built, visit, window):
    site = built(
        {"hotpapers/2021-04-06.yaml": SINGLE_PAPER},
        PLUGINS=["pelican_hotpapers"],
        THEME="notmyidea",
    )
    with visit() as page:
        page.set_viewport_size({"width": window, "height": 900})
        page.goto(f"{site.url}hot-papers-2021-04-06.html")
        assert page.evaluate(OVERLAP) == [False, False]
        assert page.evaluate(BESIDE) == 0


ABSTRACT_BELOW_FACTS = """
() => [...document.querySelectorAll(".hotpapers-paper")].map(paper =>
  paper.querySelector(".hotpapers-abstract").getBoundingClientRect().top -
  paper.querySelector(".hotpapers-facts").getBoundingClientRect().bottom)
"""
ONE_WITH_A_SUMMARY = TWO_PAPERS.replace("More.", "'More.', summaries: ['Fewer.']")


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_an_abstract_stands_below_the_facts_alike_with_a_summary(built, visit, theme):
    site = built(
        {"hotpapers/2021-04-06.yaml": ONE_WITH_A_SUMMARY},
        PLUGINS=["pelican_hotpapers"],
        THEME=theme,
    )
    with visit() as page:
        page.goto(f"{site.url}hot-papers-2021-04-06.html")
        assert page.locator(".hotpapers-summary").count() == 1
        alone, before_a_summary = page.evaluate(ABSTRACT_BELOW_FACTS)
    assert before_a_summary == pytest.approx(alone, abs=0.1)


TOPS = """
its => its.filter(it => it.checkVisibility())
  .map(it => [it.className, it.getBoundingClientRect().top])
"""


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
@pytest.mark.parametrize("path", ["hot-papers-2021-04-06.html", "papers/cs.LG.html"])
def test_on_a_phone_nothing_moves_when_scripts_come(built, visit, theme, path):
    site = built(
        {"hotpapers/2021-04-06.yaml": TWO_PAPERS},
        PLUGINS=["pelican_hotpapers"],
        THEME=theme,
    )
    tops = []
    with visit(width=360) as page:
        for late in ("**/*comforts.js", "**/hotpapers-comforts.js", "**/no"):
            page.unroute_all()
            page.route(late, lambda route: route.abort())
            page.goto(site.url + path)
            tops.append(page.locator(OURS).evaluate_all(TOPS))
        row, titles = (page.locator(f".hotpapers-{it}") for it in ("helps", "facts"))
        assert row.bounding_box()["width"] == titles.first.bounding_box()["width"]
    nothing_came, words_came, all_came = tops
    assert words_came == nothing_came
    assert [name for name, _ in all_came] == [name for name, _ in nothing_came]
    for (_, top), (_, before) in zip(all_came, nothing_came, strict=True):
        # How high a line of buttons is depends on the font, by next to nothing.
        assert top == pytest.approx(before, abs=4)


@pytest.mark.parametrize(
    "body", ["<p>Words.</p>", f'<pre style="overflow: auto">{"long" * 500}</pre>']
)
def test_a_page_that_fits_is_no_fault(planted, too_wide, body):
    assert too_wide(planted(body)) == {}


def test_a_page_that_is_too_wide_is_found(planted, too_wide):
    wide = '<div style="width: 500px; margin-left: -8px">Wide.</div>'
    assert too_wide(planted(wide)) == {("index.html", 320): (500, [wide])}


# On paper

POSTED = """\
papers:
- arxiv_id: '2104.00001'
  title: Kettles
  authors: [Ada One]
  likes: 9
  abstract: They boil.
  posts:
  - {url: 'https://x.com/ada/status/1', author_name: Ada, html: Worth a read.}
- {arxiv_id: '2104.00002', title: Teapots, likes: 8}
"""
ON_PAPER = """
(css) => [...document.querySelectorAll(css)].map((it) => {
  const {display, breakAfter, breakInside} = getComputedStyle(it);
  return {display, breakAfter, breakInside};
})
"""


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_what_is_only_of_use_on_a_screen_is_not_printed(built, visit, theme):
    site = built(
        {"hotpapers/2021-04-06.yaml": POSTED}, THEME=theme, HOTPAPERS_EMBEDS="widget"
    )
    with visit() as page:
        page.goto(f"{site.url}hot-papers-2021-04-06.html")
        buttons = page.locator(".hotpapers-widget, .hotpapers-helps")
        expect(buttons).to_have_count(2)
        page.emulate_media(media="print")
        for name in ("widget", "helps", "titles", "tools"):
            found = page.evaluate(ON_PAPER, f".hotpapers-{name}")
            assert {it["display"] for it in found} == {"none"}, name
        for name in ("title", "authors", "facts"):
            found = page.evaluate(ON_PAPER, f".hotpapers-{name}")
            assert {it["breakAfter"] for it in found} == {"avoid"}, name
        (post,) = page.evaluate(ON_PAPER, ".hotpapers-post")
        assert post["breakInside"] == "avoid"


# On a phone

FIELDS = "() => [...document.querySelectorAll('input, select, textarea')].map(it =>"
LETTERS = f"{FIELDS} parseFloat(getComputedStyle(it).fontSize))"


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_fields_have_letters_that_no_iphone_enlarges(built, chromium, theme):
    files = {"hotpapers/2021-04-06.yaml": POSTED}
    comforts = ["keys", "marks", "copy", "interests"]
    site = built(files, THEME=theme, HOTPAPERS_COMFORTS=comforts)
    context = chromium.new_context(
        viewport={"width": 360, "height": 900}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    for name in ("search", "lists", "for-you"):
        page.goto(f"{site.url}papers/{name}.html")
        page.locator("select:visible").first.wait_for()
        assert min(page.evaluate(LETTERS)) >= 16, name
    context.close()
