"""Pages in a language that stands from right to left, in themes that know of none.

Its words are made of Hebrew letters; what is English stays so.
"""

from pathlib import Path

import pytest
from pseudo_language import in_hebrew, write_pseudo_language

EXAMPLE = Path(__file__).parents[2] / "example_site" / "theme"
THEMES = ("simple", "notmyidea", str(EXAMPLE))
WORDS = "words that go on and on about what was asked and what was found"
PAPERS = "\n".join(
    f"""\
- arxiv_id: '2104.0000{number}'
  title: Kettle {number} of a long row of kettles, with {WORDS}
  authors: [Ada One, Bo Two, Cy Three Jr., Di Four, Ed Five]
  categories: [cs.LG, stat.ML]
  likes: {1000 - 100 * number}
  measured_at: 2021-04-07T00:30:00Z
  abstract: Kettles boil at 100 degrees, and less on a mountain (so they say).
  posts:
  - url: https://social.example/@ada/{number}
    platform: mastodon
    author_name: Ada One
    author_handle: ada
    date: 2021-04-06
    html: Kettles are worth a read.
    lang: en
    dir: ltr
  - url: https://social.example/@noor/{number}
    author_name: נור
    author_handle: noor
    date: 2021-04-06
    html: מאמר טוב על קומקומים.
    lang: he
    dir: rtl
"""
    for number in range(1, 10)
)
FILES = {
    "hotpapers/2021-04-06.yaml": f"collected_at: 2021-04-07T01:00:00Z\n"
    f"coverage:\n- {{source: arxiv, listed: 48, shown: 9, below: 39}}\n"
    f"papers:\n{PAPERS}",
    "hotpapers/2021-04-05.yaml": "papers:\n- {arxiv_id: '2104.00001', likes: 9, "
    "title: Kettle 1}\n",
    "hotpapers/collection-history.txt": (
        "answered\tarxiv\t2021-04-06\t2021-04-07T06:00:00Z\n"
        "missing\t2021-04-07\t2021-04-08T06:00:00Z\t-\tnobody answered\n"
    ),
}
DIGEST = "hot-papers-2021-04-06.html"
PAGES = (
    DIGEST,
    *(
        f"papers/{name}.html"
        for name in (
            *("index", "leaderboards", "cs.LG", "2104.00001", "top-2021", "days"),
            *("search", "for-you", "lists", "status"),
        )
    ),
)
WIDTHS = (360, 1280)


def said(text):
    """Say a message; short names of days are long in some languages."""
    return in_hebrew(text) * (2 if len(text) == 3 else 1)


WRONG_WAY = """
() => {
  const wrong = [], seen = { he: 0, en: 0 };
  for (const part of document.querySelectorAll('[class*="hotpapers-"]')) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode, node = text.parentElement;
      if (node.closest("template, script, svg, code")) continue;
      const is = /[\\u0590-\\u05ff]/.test(text.data) ? "he"
        : /kettle/i.test(text.data) ? "en" : "";
      if (!is) continue;
      seen[is] += 1;
      const language = node.closest("[lang]").lang;
      const way = getComputedStyle(node).direction;
      if (language !== is || way !== { he: "rtl", en: "ltr" }[is])
        wrong.push([text.data.trim(), language, way]);
    }
  }
  return wrong.length || !seen.he ? [seen, wrong.slice(0, 3)] : null;
}
"""


STICKING_OUT = """
() => {
  const out = [], room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > room)
    out.push(document.scrollingElement.scrollWidth);
  const parts = '.hotpapers-digest, .hotpapers-page';
  const scrolls = (node) => getComputedStyle(node).overflowX !== "visible";
  for (const part of document.querySelectorAll(parts))
    for (const node of part.querySelectorAll("*")) {
      const { left, right, width } = node.getBoundingClientRect();
      if (!width || (left >= -1 && right <= room + 1)) continue;
      let above = node.parentElement;
      while (above !== part && !scrolls(above)) above = above.parentElement;
      if (above === part) out.push(node.outerHTML.slice(0, 150));
    }
  return out.length ? out.slice(0, 3) : null;
}
"""


NOT_AT_THE_RIGHT = """
() => {
  const wrong = [], box = (node) => node.getBoundingClientRect();
  for (const numeral of document.querySelectorAll(".hotpapers-title .hotpapers-rank")) {
    const rank = box(numeral);
    const name = box(numeral.parentElement.querySelector(".hotpapers-name"));
    if (rank.left < name.right - 1) wrong.push(["rank", rank.left, name.right]);
  }
  for (const bar of document.querySelectorAll(".hotpapers-facts .hotpapers-heat")) {
    const facts = box(bar.parentElement), all = box(bar);
    const part = box(bar.querySelector("rect"));
    if (Math.abs(facts.right - all.right) > 3 || Math.abs(all.right - part.right) > 1)
      wrong.push(["bar", facts.right, all.right, part.right]);
  }
  for (const post of document.querySelectorAll(".hotpapers-post")) {
    const said = post.querySelector("p").innerText;
    const is_at_right = parseFloat(getComputedStyle(post).borderRightWidth) > 0;
    if (is_at_right !== /[\\u0590-\\u05ff]/.test(said)) wrong.push(post.outerHTML);
  }
  return wrong.length ? wrong.slice(0, 3) : null;
}
"""


OUR_FAULTS = """
async () => {
  const ours = [[".hotpapers-digest"], [".hotpapers-page"]];
  const rules = {"color-contrast": {enabled: false}};
  const {violations} = await axe.run(ours, {rules, resultTypes: ["violations"]});
  return violations.length
    ? violations.map(({id, nodes}) => [id, nodes[0].html]) : null;
}
"""
"""Colours are the same in each language, and are looked at elsewhere."""
SCRIPTS = {
    "the wrong way": WRONG_WAY,
    "sticking out": STICKING_OUT,
    "not at the right": NOT_AT_THE_RIGHT,
}


@pytest.fixture(scope="module", params=THEMES, ids=("simple", "notmyidea", "example"))
def site(request, built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    write_pseudo_language(folder, "he", said)
    name = "he/LC_MESSAGES/hotpapers.mo"
    return built(
        {**FILES, f"words/{name}": (folder / name).read_bytes()},
        PLUGINS=["pelican_hotpapers"],
        THEME=request.param,
        DEFAULT_LANG="he",
        HOTPAPERS_TRANSLATIONS="words",
        HOTPAPERS_AUTHORS=3,
        HOTPAPERS_COMFORTS=["keys", "marks", "copy", "interests"],
    )


def opened(page, site):
    """Bookmark some papers, and open each page."""
    page.goto(site.url + DIGEST)
    for number in range(3):
        page.locator("[data-hp=save]").nth(number).click()
    for path in PAGES:
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
        yield path


@pytest.fixture(scope="module")
def found(site, visit):
    """What each script finds, by page and width."""
    wrong = {name: {} for name in SCRIPTS}
    with visit() as page:
        for path in opened(page, site):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                for name, script in SCRIPTS.items():
                    if seen := page.evaluate(script):
                        wrong[name][path, width] = seen
    return wrong


def test_our_words_stand_from_the_right_and_english_from_the_left(found):
    assert found["the wrong way"] == {}


def test_nothing_sticks_out_of_the_window(found):
    assert found["sticking out"] == {}


def test_ranks_bars_and_lines_stand_where_a_line_begins(found):
    assert found["not at the right"] == {}


@pytest.mark.parametrize("site", THEMES[:1], indirect=True)
def test_it_is_accessible(site, visit, axe):
    """What our parts are called is the same in each theme."""
    with visit() as page:
        page.add_init_script(axe)
        for path in opened(page, site):
            assert page.evaluate(OUR_FAULTS) is None, path


AT_THE_WRONG_SIDE = """
() => [...document.querySelectorAll(".hotpapers-by")].filter((by) => {
  const text = [...by.childNodes].find((node) => node.data?.includes("Mastodon"));
  const range = document.createRange();
  range.setStart(text, text.data.indexOf("Mastodon"));
  range.setEnd(text, range.startOffset + "Mastodon".length);
  const { right } = by.querySelector("time").getBoundingClientRect();
  return right > range.getBoundingClientRect().left;
}).map((by) => by.innerText)
"""


def test_a_day_comes_after_what_is_said_before_it(site, visit):
    """Its digits do not join a name in Latin letters."""
    with visit() as page:
        page.goto(site.url + DIGEST)
        assert page.locator(".hotpapers-by", has_text="Mastodon").count() == 18
        assert page.evaluate(AT_THE_WRONG_SIDE) == []


def test_names_and_handles_are_not_torn(site, visit):
    """A dot at the end of a name, and an @ before one, stay with it."""
    beside = """
    ([selector, text]) => {
      const walk = document.createTreeWalker(
        document.querySelector(selector), NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const at = walk.currentNode.data.indexOf(text);
        if (at < 0) continue;
        return [...text].map((_, n) => {
          const range = document.createRange();
          range.setStart(walk.currentNode, at + n);
          range.setEnd(walk.currentNode, at + n + 1);
          return Math.round(range.getBoundingClientRect().left);
        });
      }
    }
    """
    with visit() as page:
        page.goto(site.url + DIGEST)
        for selector, text in (
            (".hotpapers-paper details summary", "Cy Three Jr."),
            (".hotpapers-by", "@ada"),
        ):
            places = page.evaluate(beside, [selector, text])
            assert places == sorted(places)
