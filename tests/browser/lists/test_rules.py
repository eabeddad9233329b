"""Rules of what a reader follows, and of what is left out."""

import json
from pathlib import Path

from browser.lists.list_pages import (
    add_rule,
    at_each_width,
    go_to_lists,
    with_each_address,
)
from playwright.sync_api import expect
from reader_pages import DAY, FILES, FOLDER, INDEX, OTHER_DAY, TOP, settings
from rule_cases import CATEGORIES, NAMES, TEXTS

from pelican_hotpapers.arxiv import taxonomy


def folded(page):
    return page.locator(".hotpapers-left")


@at_each_width
def test_what_is_left_out_folds_to_a_line_that_opens(site, page):
    add_rule(page, site, "leave", "word", "tiger*")
    page.goto(site.url + DAY)
    paper = page.locator("[id='arxiv-quant-ph-0201082']")
    line = page.locator("p.hotpapers-left")
    expect(line).to_contain_text("2. Left out: tiger*")
    assert not paper.is_visible()
    for key in "jj":
        page.keyboard.press(key)
    focused = "() => document.activeElement.closest('.hotpapers-paper').id"
    assert page.evaluate(focused) == "arxiv-2104.00003"
    line.get_by_role("button").click()
    assert paper.is_visible()
    line.get_by_role("button", name="hide").press("Enter")
    assert not paper.is_visible()
    titles = page.locator(".hotpapers-titles li")
    expect(titles.nth(1)).to_contain_text("Left out")
    expect(titles.nth(0)).not_to_contain_text("Left out")


def test_a_link_to_a_paper_opens_it(site, visit):
    with visit() as page:
        add_rule(page, site, "leave", "word", "tiger*")
        for before in (DAY, OTHER_DAY):
            page.goto(site.url + before)
            page.goto(f"{site.url}{DAY}#arxiv-quant-ph-0201082")
            expect(page.locator("[id='arxiv-quant-ph-0201082']")).to_be_visible()


def test_what_is_followed_is_marked_and_never_folded(site, page):
    add_rule(page, site, "follow", "author", "reader")
    add_rule(page, site, "leave", "category", "cs.LG")
    add_rule(page, site, "leave", "category", "eess.SY")
    page.goto(site.url + DAY)
    first = page.locator(".hotpapers-paper").first
    expect(first.locator(".hotpapers-facts")).to_contain_text("★ Followed: reader")
    assert first.is_visible()
    expect(page.locator("p.hotpapers-left")).to_contain_text("eess.SY")


def test_names_are_followed_and_told_in_any_language(built, visit):
    site = built(FILES, **settings(DEFAULT_LANG="ja", HOTPAPERS_AUTHORS=1))
    with visit() as page:
        go_to_lists(page, site)
        form = page.locator("[data-form=addRule]")
        for count, name in enumerate(("Ann Reader", "Bo Ødegård"), 1):
            form.locator("select").nth(1).select_option("author")
            form.locator("input").fill(name)
            form.locator("input").press("Enter")
            expect(page.locator(".hotpapers-rules li")).to_have_count(count)
        page.goto(site.url + DAY)
        shown = page.locator(".hotpapers-authors summary")
        expect(shown).to_contain_text("Ann Readerほか")
        followed = page.locator(".hotpapers-followed").first
        expect(followed).to_contain_text("Ann Reader、Bo Ødegård")


@with_each_address
def test_abstracts_count_where_a_page_does_not_show_them(site, page):
    add_rule(page, site, "leave", "word", "tall grass")
    add_rule(page, site, "follow", "word", "water")
    add_rule(page, site, "leave", "word", "Schrödinger's box")
    page.goto(site.url + TOP)
    expect(page.locator("p.hotpapers-left")).to_contain_text(
        "Schrödinger's box, tall grass"
    )
    expect(page.locator(".hotpapers-followed")).to_contain_text("water")
    page.goto(site.url + INDEX)
    brief = page.locator(".hotpapers-brief li")
    expect(brief.filter(has=page.locator(".hotpapers-left"))).to_have_count(1)
    brief.get_by_role("button", name="show").click()
    assert page.get_by_role("link", name="Tigers").first.is_visible()


def test_a_rule_that_is_removed_lets_papers_back(site, page):
    add_rule(
        page, site, "leave", "category", "cs"
    )  # of which cs.SY is no part: eess.SY
    other = page.context.new_page()
    other.goto(site.url + DAY)
    expect(other.locator("p.hotpapers-left")).to_have_count(2)
    page.locator(".hotpapers-rules").get_by_role("button", name="remove").click()
    expect(folded(other)).to_have_count(0)
    assert other.locator(".hotpapers-paper").nth(2).is_visible()


def test_rules_find_what_those_of_topics_find(site, page):
    page.goto(site.url + DAY)
    cases = [
        *(["word", it, {"title": text, "abstract": ""}] for it, text, _ in TEXTS),
        *(["author", name, {"authors": authors}] for name, authors, _ in NAMES),
        *(["category", name, {"categories": of}] for name, of, _ in CATEGORIES),
    ]
    found = page.evaluate(
        """async ([url, cases]) => {
          const { KINDS } = await import(url);
          return cases.map(([kind, text, facts]) => KINDS[kind](facts, text));
        }""",
        [f"{site.url}{FOLDER}/theme/hotpapers/hotpapers-rules.js", cases],
    )
    expected = [case[-1] for case in (*TEXTS, *NAMES, *CATEGORIES)]
    wrong = [case for case, a, b in zip(cases, found, expected, strict=True) if a != b]
    assert wrong == []


def test_rules_know_the_categories_of_two_names(site, page):
    page.goto(site.url + DAY)
    url = f"{site.url}{FOLDER}/theme/hotpapers/hotpapers-rules.js"
    aliases = page.evaluate("async (url) => (await import(url)).ALIASES", url)
    assert aliases
    assert aliases == {name: taxonomy.canonical(name) for name in aliases}
    (folder,) = (Path(taxonomy.__file__).parent / "data",)
    text = (folder / "taxonomy.json").read_text("utf-8")
    assert aliases == json.loads(text)["aliases"]
