"""Marks in a real browser."""

import json
import re

import pytest
from browser.comforts.day import PAPERS, bookmarks, focused, missing_file, said, tool
from playwright.sync_api import expect
from reader_pages import DAY, FOLDER, INDEX, TOP, ZEBRAS


def marked(page, paper, name):
    """Wait until a paper has a mark."""
    button = tool(page, paper, name)
    expect(button).to_have_attribute("aria-pressed", "true")


def unmarked(page, paper, name):
    return tool(page, paper, name).get_attribute("aria-pressed") == "false"


def stored(page, text):
    """Put something else where marks are kept."""
    page.evaluate(
        """(text) => localStorage.setItem(
          document.querySelector("[src*=papers-comforts]").src, text)""",
        text,
    )


def test_marks_outlive_the_page_and_other_tabs_learn_of_them(either, page):
    other = page.context.new_page()
    other.goto(either.url + DAY)
    page.goto(either.url + DAY)
    for key in "jbjr":
        page.keyboard.press(key)
    page.reload()
    for tab in (page, other):
        marked(tab, PAPERS[0], "bookmark")
        marked(tab, PAPERS[1], "mark as read")
        assert unmarked(tab, PAPERS[0], "mark as read")
        assert unmarked(tab, PAPERS[1], "bookmark")
        read = tab.locator(".hotpapers-titles .hotpapers-read")
        assert read.all_inner_texts() == ["Tigers"]
    assert bookmarks(other) == [ZEBRAS]
    tool(other, PAPERS[1], "mark as read").click()
    page.locator(".hotpapers-read").wait_for(state="detached")


def test_what_was_opened_is_read(site, page):
    page.goto(site.url + TOP)
    page.get_by_role("link", name="Tigers").click()
    page.wait_for_url("**/papers/quant-ph-0201082.html")
    marked(page, PAPERS[1], "mark as read")
    page.go_back()
    marked(page, PAPERS[1], "mark as read")
    page.get_by_role("link", name="Lions").click(button="middle")
    marked(page, PAPERS[2], "mark as read")
    assert unmarked(page, PAPERS[0], "mark as read")


def test_a_link_that_is_followed_again_stays_read(site, page):
    page.goto(site.url + TOP)
    for _ in range(2):
        page.get_by_role("link", name="Tigers").click(button="middle")
    marked(page, PAPERS[1], "mark as read")


def test_a_paper_is_bookmarked_on_its_own_page(site, page):
    page.goto(f"{site.url}{FOLDER}/papers/2104.00003.html")
    page.keyboard.press("b")
    assert said(page) == "Bookmarked."
    page.goto(site.url + INDEX)
    page.locator("section").get_by_role("link", name="Lions").first.click()
    page.wait_for_url("**/papers/2104.00003.html")


def test_bookmarks_are_listed_exported_and_removed(either, page):
    page.goto(either.url + TOP)
    for key in "jbjjb":
        page.keyboard.press(key)
    page.goto(either.url + INDEX)
    shelf = page.locator(".hotpapers-shelf")
    assert shelf.locator("li a").count() == 2
    with page.expect_download() as download:
        shelf.get_by_role("button", name="save all as BibTeX").click()
    assert download.value.suggested_filename == "bookmarks.bib"
    bib = download.value.path().read_text("utf-8")
    assert re.findall("eprint={(.*)}", bib) == ["2104.00001", "2104.00003"]
    assert r"{\O}deg{\r{a}}rd" in bib
    shelf.get_by_role("button", name="remove").first.click()
    assert shelf.locator("li a").all_inner_texts() == ["Lions"]
    page.reload()
    assert bookmarks(page) == ["Lions"]
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Bookmarks").click()
    page.get_by_role("button", name="forget all").click()
    page.keyboard.press("Escape")
    assert bookmarks(page) == []
    assert not shelf.is_visible()


def test_an_export_says_what_it_leaves_out(site, page):
    page.goto(site.url + DAY)
    page.keyboard.press("j")
    page.keyboard.press("b")
    page.goto(site.url + TOP)
    page.keyboard.press("k")
    tool(page, PAPERS[2], "bookmark").click()
    page.route("**/2021-12-31.bib", missing_file)
    page.goto(site.url + INDEX)
    with page.expect_download() as download:
        page.get_by_role("button", name="save all").last.click()
    assert "2104.00003" in download.value.path().read_text("utf-8")
    page.get_by_text("Some papers are left out").last.wait_for()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        "7",
        '"text"',
        "[[1]]",
        '{"save x": null, "save y": {"url": 7}, "save z": {"url": "javascript:a"}}',
    ],
)
def test_spoilt_storage_is_survived(site, page, text):
    page.goto(site.url + DAY)
    stored(page, text)
    page.reload()
    assert bookmarks(page) == []
    tool(page, PAPERS[2], "bookmark").click()
    page.reload()
    assert bookmarks(page) == ["Lions"]


def test_stored_texts_are_no_markup_and_lead_nobody_elsewhere(site, page):
    asked, spoken = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: spoken.append(dialog.message))
    page.goto(site.url + DAY)
    evil = {"title": "<img src=x onerror=alert(1)>", "url": "https://a.example/"}
    stored(page, json.dumps({"save x": {**evil, "bib": "https://third.example/a.bib"}}))
    page.reload()
    assert bookmarks(page) == [evil["title"]]
    page.get_by_role("button", name="Bookmarks").click()
    page.get_by_role("button", name="save all").click()
    page.get_by_text("Some papers are left out").last.wait_for()
    assert spoken == []
    assert all(url.startswith(site.url) for url in asked)


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new DOMException('', 'SecurityError') }})",
        "Storage.prototype.setItem = () => "
        "{ throw new DOMException('', 'QuotaExceededError') }",
    ],
    ids=["forbidden", "full"],
)
def test_without_storage_all_else_works(site, page, storage):
    page.add_init_script(storage)
    page.goto(site.url + DAY)
    page.keyboard.press("j")
    page.keyboard.press("b")
    assert "keeps nothing" in said(page)
    page.keyboard.press("c")
    page.get_by_text("Copied.").last.wait_for()
    page.keyboard.press("j")
    assert focused(page) == PAPERS[1]
