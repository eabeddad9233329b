"""A list in a link."""

import pytest
from browser.lists.list_pages import (
    add_list,
    bookmark,
    go_to_lists,
    open_list,
    row,
    said,
    titles,
    with_each_address,
)
from playwright.sync_api import expect
from reader_pages import LISTS, TIGERS, ZEBRAS


def shared_link(page):
    page.get_by_role("button", name="copy a link to this list").click()
    said(page, "The link is copied")
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert link == page.get_by_label("The link").input_value()
    return link


@with_each_address
def test_a_list_is_shared_by_a_link_and_kept(site, visit):
    asked = []
    with visit() as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        bookmark(page, site, ZEBRAS, TIGERS)
        go_to_lists(page, site)
        add_list(page, "Ours <b>")
        open_list(page, "Bookmarks")
        for title in (ZEBRAS, TIGERS):
            row(page, title).locator("summary").click()
            row(page, title).get_by_label("Ours <b>").check()
        row(page, TIGERS).get_by_role("button", name="add a note").click()
        page.keyboard.type("private")
        page.keyboard.press("Tab")
        open_list(page, "Ours <b>")
        silent = shared_link(page)
        page.get_by_label("with my notes").check()
        noted = shared_link(page)
        assert len(noted) > len(silent)
    with visit() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(silent)
        page.get_by_role("heading", name="Ours <b>").wait_for()
        assert {*titles(page, ".hotpapers-shared")} == {ZEBRAS, TIGERS}
        assert titles(page) == []
        assert page.evaluate("() => localStorage.length") == 0
        links = page.locator(".hotpapers-shared li a")
        to = {link.get_attribute("href") for link in links.all()}
        assert to == {
            "https://arxiv.org/abs/2104.00001",
            "https://arxiv.org/abs/quant-ph/0201082",
        }
        page.get_by_role("button", name="keep these").click()
        expect(page.locator(".hotpapers-list-name")).to_have_text("Ours <b>")
        assert {*titles(page)} == {ZEBRAS, TIGERS}
        assert "#list" not in page.url
        assert not page.locator(".hotpapers-shared").is_visible()
        page.goto(noted)
        page.get_by_text("private", exact=True).wait_for()
        page.get_by_role("button", name="close").last.click()
        assert not page.locator(".hotpapers-shared").is_visible()
    assert not [url for url in asked if "list=" in url.partition("#")[0]]


@pytest.mark.parametrize("text", ["x", "AAAA", "%3Cb%3E", "a" * 100_000])
def test_a_link_that_holds_no_list_is_told(site, page, text):
    page.goto(f"{site.url}{LISTS}#list={text}")
    said(page, "no list that can be read")
