"""The page of a day with keys, marks and copy buttons."""

from __future__ import annotations

from reader_pages import FOLDER

DAY = f"{FOLDER}/hot-papers-2021-12-31.html"
INDEX = f"{FOLDER}/papers/index.html"
LIST = f"{FOLDER}/papers/top.html"
DIGEST = """\
date: 2021-12-31
papers:
- arxiv_id: '2104.00001'
  title: Zebras <img src=x onerror=alert(1)> & flies
  authors: Ann Reader, Bo Ødegård
  score: 9
  categories: [cs.LG]
  abstract: Stripes confuse flies.
- arxiv_id: quant-ph/0201082
  title: Tigers
  score: 8
  categories: [quant-ph]
- arxiv_id: '2104.00003'
  title: Lions
  score: 7
  categories: [cs.CV]
"""
PAPERS = ("arxiv-2104.00001", "arxiv-quant-ph-0201082", "arxiv-2104.00003")


def focused(page):
    """Return the paper that the focus is in."""
    return page.evaluate(
        "() => document.activeElement.closest('.hotpapers-paper')?.id ?? ''"
    )


def said(page):
    return page.locator(".hotpapers-status").last.inner_text()


def tool(page, paper, name):
    return page.locator(f"[id='{paper}']").get_by_role("button", name=name)


def bookmarks(page):
    page.get_by_role("button", name="Bookmarks").click()
    titles = page.locator("dialog li a").all_inner_texts()
    page.keyboard.press("Escape")
    return titles


def missing_file(route):
    route.fulfill(status=404, body="@misc{x-2104.00001,\n}")
