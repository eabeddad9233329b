"""Lists of papers with notes, with clicks and keys."""

import json
import re

import pytest
from browser.lists.list_pages import (
    add_list,
    add_rule,
    at_each_width_and_address,
    bookmark,
    download,
    go_to_lists,
    open_list,
    put,
    row,
    said,
    titles,
)
from browser.test_accessibility import VIEWS
from playwright.sync_api import expect
from reader_pages import DAY, FILES, FOLDER, LIONS, LISTS, TIGERS, ZEBRAS


@at_each_width_and_address
def test_papers_are_gathered_in_lists_with_notes(site, page):
    bookmark(page, site, ZEBRAS)
    page.get_by_role("link", name="My lists").click()
    page.locator(".hotpapers-list-name").wait_for()
    assert titles(page) == [ZEBRAS]
    add_list(page, "Night reading")
    bookmark(page, site, TIGERS)
    go_to_lists(page, site)
    expect(page.locator(".hotpapers-list-name")).to_have_text("Night reading")
    assert titles(page) == [TIGERS]
    row(page, TIGERS).get_by_role("button", name="add a note").click()
    page.keyboard.type("Ask Bo.")
    page.keyboard.press("Tab")
    said(page, "Note kept.")
    row(page, TIGERS).locator("summary").click()
    row(page, TIGERS).get_by_label("Bookmarks").check()
    said(page, "Lists changed.")
    page.reload()
    open_list(page, "Bookmarks")
    assert titles(page) == [TIGERS, ZEBRAS]
    assert row(page, TIGERS).get_by_role("textbox").input_value() == "Ask Bo."
    row(page, TIGERS).get_by_role("button", name="remove").click()
    assert titles(page) == [ZEBRAS]
    open_list(page, "All papers")
    assert titles(page) == [TIGERS, ZEBRAS]


def test_a_note_is_not_removed_without_asking(site, page):
    bookmark(page, site, TIGERS)
    go_to_lists(page, site)
    row(page, TIGERS).get_by_role("button", name="add a note").click()
    page.keyboard.type("Ask Bo.")
    page.keyboard.press("Tab")
    asked = []
    page.once("dialog", lambda it: (asked.append(it.message), it.dismiss()))
    row(page, TIGERS).get_by_role("button", name="remove").click()
    page.goto(site.url + DAY)
    page.once("dialog", lambda it: (asked.append(it.message), it.dismiss()))
    page.locator(".hotpapers-paper").nth(1).get_by_role(
        "button", name="bookmark"
    ).click()
    assert ["note" in text for text in asked] == [True, True]
    go_to_lists(page, site)
    page.once("dialog", lambda it: it.accept())
    row(page, TIGERS).get_by_role("button", name="remove").click()
    expect(page.locator(".hotpapers-kept li")).to_have_count(0)
    assert page.get_by_text("No papers yet").is_visible()


def test_lists_are_renamed_and_removed(site, page):
    go_to_lists(page, site)
    add_list(page, "Night")
    bookmark(page, site, TIGERS, LIONS)
    go_to_lists(page, site)
    page.once("dialog", lambda it: it.accept("Day"))
    page.get_by_role("button", name="rename").click()
    expect(page.locator(".hotpapers-list-name")).to_have_text("Day")
    assert titles(page) == [LIONS, TIGERS]
    row(page, LIONS).locator("summary").click()
    row(page, LIONS).get_by_label("Bookmarks").check()
    page.once("dialog", lambda it: it.accept())
    page.get_by_role("button", name="remove this list").click()
    expect(page.locator(".hotpapers-list-name")).to_have_text("Bookmarks")
    assert titles(page) == [LIONS]
    assert "Day" not in page.locator(".hotpapers-tabs").inner_text()


def test_bookmarks_of_an_earlier_version_are_the_first_list(site, page):
    page.goto(site.url + DAY)
    url, bib = f"{site.url}{DAY}", f"{site.url}{FOLDER}/papers/2021-12-31.bib"
    old = {"title": "Tigers", "url": url, "bib": bib}
    put(page, json.dumps({"save arxiv-quant-ph-0201082": old, "read arxiv-x": True}))
    go_to_lists(page, site)
    assert titles(page) == [TIGERS]
    _, text = download(page, "RIS")
    assert "arXiv:quant-ph/0201082" in text
    assert "AU  - Lind, Cy" in text


def test_without_javascript_it_says_what_it_needs_and_has_no_control(site, visit):
    with visit(javascript=False) as page:
        page.goto(site.url + LISTS)
        assert "need JavaScript" in page.locator("body").inner_text()
        assert "cannot be shown" not in page.locator("body").inner_text()
        assert page.get_by_role("button").count() == 0
        assert page.get_by_role("textbox").count() == 0


def test_where_the_script_cannot_be_loaded_it_says_so(site, visit):
    with visit() as page:
        page.route("**/hotpapers-references.js", lambda route: route.abort())
        page.goto(site.url + LISTS)
        page.get_by_text("cannot be shown here").wait_for()


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_lists_are_accessible(built, visit, axe, width, scheme):
    simple = {"THEME": "simple", "SITEURL": f"/{FOLDER}", "HOTPAPERS_SEARCH": False}
    simple |= {"OUTPUT_PATH": f"output/{FOLDER}", "PLUGINS": ["pelican_hotpapers"]}
    site = built(FILES, **simple)
    with visit(width=width, scheme=scheme) as page:
        bookmark(page, site, ZEBRAS, TIGERS)
        add_rule(page, site, "follow", "word", "lion*")
        add_list(page, "Night")
        open_list(page, "Bookmarks")
        page.get_by_role("button", name="add a note").first.click()
        page.locator("summary", has_text="lists").first.click()
        page.evaluate(axe)
        found = page.evaluate("() => axe.run('.hotpapers-page')")
        assert [(it["id"], it["nodes"][0]["html"]) for it in found["violations"]] == []
        wider = "() => document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wider) <= 0


def test_modules_bring_no_words_of_their_own(site):
    folder = site.folder / FOLDER / "theme" / "hotpapers"
    html = (site.folder / LISTS).read_text("utf-8")
    script = (folder / "hotpapers-lists.js").read_text("utf-8")
    asked = {*re.findall(r"words\.([a-z]\w*)", script)} - {"note"}
    asked |= {*re.findall(r'say\("(\w+)"', script)}
    assert asked <= {*re.findall(r'data-(\w+)="', html)}
