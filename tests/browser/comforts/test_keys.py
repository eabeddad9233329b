"""Keys in a real browser."""

import pytest
from browser.comforts.day import PAPERS, focused, said
from reader_pages import DAY, TOP


def test_keys_go_from_paper_to_paper(site, page):
    page.set_viewport_size({"width": 500, "height": 150})
    page.goto(site.url + DAY)
    went = []
    for key in "jjjjkkk":
        page.keyboard.press(key)
        went.append(focused(page))
    first, second, last = PAPERS
    assert went == [first, second, last, last, second, first, first]
    page.keyboard.press("j")
    assert page.evaluate(
        "() => Math.abs(document.activeElement.getBoundingClientRect().top) < 100"
    )


def test_keys_begin_where_the_reader_is(site, page):
    page.set_viewport_size({"width": 500, "height": 150})
    page.goto(site.url + DAY)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", PAPERS[1])
    page.evaluate("() => scrollBy(0, 20)")
    page.keyboard.press("j")
    assert focused(page) == PAPERS[2]
    page.evaluate("() => document.activeElement.blur()")
    page.evaluate("id => document.getElementById(id).scrollIntoView()", PAPERS[1])
    page.evaluate("() => scrollBy(0, 20)")
    page.keyboard.press("k")
    assert focused(page) == PAPERS[1]


def test_the_paper_is_opened(site, page):
    page.goto(site.url + TOP)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/papers/2104.00001.html")


@pytest.mark.parametrize("keys", ["Control+j", "Alt+j", "Meta+j", "Shift+J"])
def test_keys_with_another_are_left_to_the_browser(site, page, keys):
    page.goto(site.url + DAY)
    page.keyboard.press(keys)
    assert focused(page) == ""


@pytest.mark.parametrize(
    "field",
    [
        "<input id=field>",
        "<textarea id=field></textarea>",
        "<select id=field><option>j<option>k</select>",
        "<p contenteditable><b id=field tabindex=0>text</b></p>",
    ],
)
def test_who_types_is_left_alone(site, page, field):
    page.goto(site.url + DAY)
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", field)
    page.locator("#field").focus()
    for key in "j?":
        page.keyboard.press(key)
    assert focused(page) == ""
    assert not page.get_by_role("dialog").is_visible()


def test_help_shows_the_keys_and_turns_them_off_for_good(site, page):
    page.goto(site.url + DAY)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Bookmarks and keys")
    assert {*dialog.locator("kbd").all_inner_texts()} == {*"jkobrc?"}
    off = dialog.get_by_role("button", name="turn the keys off")
    off.click()
    assert off.get_attribute("aria-pressed") == "true"
    assert said(page) == "The keys are off."
    page.reload()
    for key in "j?":
        page.keyboard.press(key)
    assert focused(page) == ""
    assert not dialog.is_visible()
    page.get_by_role("button", name="Bookmarks and keys").click()
    off.click()
    dialog.get_by_role("button", name="close").click()
    assert not dialog.is_visible()
    page.keyboard.press("j")
    assert focused(page) == PAPERS[0]
