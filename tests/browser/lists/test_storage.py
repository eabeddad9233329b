"""What a browser keeps of lists: nothing is lost in silence."""

import pytest
from browser.lists.list_pages import (
    bookmark,
    download,
    everything,
    go_to_lists,
    put,
    row,
    said,
    titles,
)
from playwright.sync_api import expect
from reader_pages import DAY, LIONS, LISTS, TIGERS, ZEBRAS


def test_two_tabs_lose_nothing_of_each_other(site, page):
    bookmark(page, site, ZEBRAS)
    go_to_lists(page, site)
    other = page.context.new_page()
    bookmark(other, site, TIGERS)
    expect(page.locator(".hotpapers-kept li")).to_have_count(2)
    row(page, ZEBRAS).get_by_role("button", name="add a note").click()
    page.keyboard.type("half a th")
    bookmark(other, site, LIONS)
    expect(page.locator(".hotpapers-kept li")).to_have_count(3)
    page.keyboard.type("ought")
    page.keyboard.press("Tab")
    said(page, "Note kept.")
    other.goto(site.url + LISTS)
    expect(other.locator(".hotpapers-kept li")).to_have_count(3)
    assert row(other, ZEBRAS).get_by_role("textbox").input_value() == "half a thought"


@pytest.mark.parametrize("text", ['{"save arxiv-1": {"ti', "7", "[1]", '"text"'])
def test_damaged_storage_is_set_aside_and_told(site, page, text):
    page.goto(site.url + DAY)
    put(page, text)
    page.reload()
    said(page, "cannot be read")
    bookmark(page, site, LIONS)
    go_to_lists(page, site)
    assert titles(page) == [LIONS]
    name, found = download(page, "save it as it is")
    assert (name, found) == ("hotpapers-lists-damaged.txt", text)
    page.once("dialog", lambda it: it.accept())
    page.get_by_role("button", name="forget it").click()
    assert not page.get_by_text("could not be read").is_visible()
    assert titles(page) == [LIONS]


FULL = """
const put = Storage.prototype.setItem;
window.full = false;
Storage.prototype.setItem = function (...them) {
  if (full) throw new DOMException("", "QuotaExceededError");
  put.apply(this, them);
};"""


def test_a_full_storage_is_told_and_leaves_what_was_there(site, page):
    page.add_init_script(FULL)
    bookmark(page, site, TIGERS)
    page.evaluate("() => { full = true }")
    page.locator(".hotpapers-paper").first.get_by_role(
        "button", name="bookmark"
    ).click()
    said(page, "keeps nothing")
    go_to_lists(page, site)
    page.evaluate("() => { full = true }")
    page.get_by_role("button", name="add a note").click()
    page.keyboard.type("precious")
    page.keyboard.press("Tab")
    said(page, "keeps nothing")
    assert page.locator("textarea").input_value() == "precious"
    assert [*everything(page)] == ["save arxiv-quant-ph-0201082"]


def test_forbidden_storage_is_told(site, page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('', 'SecurityError') }})"
    )
    go_to_lists(page, site)
    page.get_by_label("New list").fill("Night")
    page.keyboard.press("Enter")
    said(page, "keeps nothing")
