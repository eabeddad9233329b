"""Pages in a language that is written from right to left, in three themes."""

from pathlib import Path

import pytest
from pseudo_language import in_hebrew, write_pseudo_language

HERE = Path(__file__).parent
CONTENT = HERE / "content"
THEMES = ("simple", "notmyidea", str(HERE.parents[1] / "example_site" / "theme"))
DIGEST, PAPER, DAYS = (
    "hot-papers-2021-05-04.html",
    "papers/2105.00020.html",
    "papers/days.html",
)
PAGES = (
    *(DIGEST, PAPER, DAYS, "papers/index.html", "papers/cs.CL.html"),
    *("papers/leaderboards.html", "papers/lists.html", "papers/status.html"),
)
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
FAULTS = """
async (tags) => (await axe.run(".hotpapers-page, .hotpapers-digest", {runOnly: tags}))
  .violations.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html]))
"""
TOO_WIDE = """
() => [...document.querySelectorAll(".hotpapers-page, .hotpapers-digest")].filter(
  (it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.className)
"""
DIRECTION = "(node) => getComputedStyle(node).direction"
SIDES = """
() => {
  const [paper] = document.querySelectorAll(".hotpapers-paper");
  const side = (css) => paper.querySelector(css).getBoundingClientRect();
  return [side(".hotpapers-rank").left, side(".hotpapers-name").right];
}
"""


@pytest.fixture(scope="module", params=THEMES, ids=lambda it: Path(it).name)
def site(request, built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("translations")
    write_pseudo_language(folder, "he", in_hebrew)
    name = "he/LC_MESSAGES/hotpapers.mo"
    files = {f"translations/{name}": (folder / name).read_bytes()}
    for path in (*CONTENT.glob("*-Papers.md"), *CONTENT.glob("hotpapers/*")):
        files[path.relative_to(CONTENT).as_posix()] = path.read_bytes()
    return built(
        files,
        PLUGINS=["pelican_hotpapers"],
        THEME=request.param,
        DEFAULT_LANG="he",
        HOTPAPERS_TRANSLATIONS="translations",
        HOTPAPERS_SEARCH=False,
    )


def test_our_words_stand_from_right_to_left_and_english_does_not(site, visit):
    with visit() as page:
        page.goto(site.url + DIGEST)
        assert page.locator(".hotpapers-about").first.evaluate(DIRECTION) == "rtl"
        assert page.locator(".hotpapers-facts").first.evaluate(DIRECTION) == "rtl"
        assert page.locator(".hotpapers-abstract").first.evaluate(DIRECTION) == "ltr"
        assert page.locator(".hotpapers-name").first.evaluate(DIRECTION) == "ltr"
        rank, name = page.evaluate(SIDES)
        assert rank >= name


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_its_place(site, visit, width):
    found = {}
    with visit(width=width) as page:
        for path in PAGES:
            page.goto(site.url + path)
            if wide := page.evaluate(TOO_WIDE):
                found[path] = wide
    assert found == {}


def test_they_are_accessible(site, visit, axe):
    found = {}
    with visit(width=360) as page:
        for path in PAGES:
            page.goto(site.url + path)
            page.evaluate(axe)
            if faults := page.evaluate(FAULTS, STANDARDS):
                found[path] = faults
    assert found == {}
