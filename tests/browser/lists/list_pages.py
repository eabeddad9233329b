"""A site whose readers have lists, and what they do on its pages."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from reader_pages import DAY, LISTS
from reader_pages import bookmark as bookmark_here

KEY = "document.querySelector('[src*=papers-comforts]').src"
"""Where a browser keeps the lists, as JavaScript."""

with_each_address = pytest.mark.parametrize(
    "site", [True, False], ids=["relative", "absolute"], indirect=True
)
"""For what asks for another file of the site, or leads to it."""
at_each_width = pytest.mark.parametrize("page", [360, 1280], indirect=True)
at_each_width_and_address = pytest.mark.parametrize(
    ("page", "site"),
    [(360, True), (1280, False)],
    ids=["360-relative", "1280-absolute"],
    indirect=True,
)
"""Neither has to do with the other."""


def bookmark(page, site, *titles, day=DAY):
    page.goto(site.url + day)
    bookmark_here(page, *titles)


def go_to_lists(page, site):
    page.goto(site.url + LISTS)
    page.locator(".hotpapers-list-name").wait_for()


def titles(page, where=".hotpapers-kept"):
    return page.locator(f"{where} li > a").all_inner_texts()


def row(page, title):
    return page.locator(".hotpapers-kept > li", has_text=title)


def add_list(page, name):
    page.get_by_label("New list").fill(name)
    page.get_by_label("New list").press("Enter")
    expect(page.locator(".hotpapers-list-name")).to_have_text(name)


def add_rule(page, site, act, kind, text):
    go_to_lists(page, site)
    page.get_by_label("What to do").select_option(act)
    page.get_by_label("What it is").select_option(kind)
    page.get_by_label("Words, name or category").fill(text)
    page.keyboard.press("Enter")
    said(page, "Rule added.")


def open_list(page, name):
    page.locator(".hotpapers-tabs").get_by_role("button", name=name).click()
    expect(page.locator(".hotpapers-list-name")).to_have_text(name)


def said(page, text):
    page.locator(".hotpapers-status", has_text=text).last.wait_for()


def everything(page):
    return json.loads(page.evaluate(f"() => localStorage[{KEY}]"))


def put(page, text):
    page.evaluate(f"(text) => {{ localStorage[{KEY}] = text }}", text)


def download(page, button):
    with page.expect_download() as got:
        page.get_by_role("button", name=button).click()
    return got.value.suggested_filename, got.value.path().read_text("utf-8")


def read(page, name, text):
    page.get_by_label("Read a file").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
