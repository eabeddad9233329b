"""What a reader does on the page of a day with keys, marks and copy buttons."""

from __future__ import annotations

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
