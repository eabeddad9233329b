"""Keys, marks and copy buttons in a real browser, and what is there without them."""

import gzip
import json
import re
from urllib.parse import unquote_to_bytes

import pytest
from browser.test_accessibility import VIEWS
from playwright.sync_api import expect
from reader_pages import FOLDER, settings

from pelican_hotpapers.pelican import assets

DAY = f"{FOLDER}/hot-papers-2021-12-31.html"
INDEX = f"{FOLDER}/papers/index.html"
LIST = f"{FOLDER}/papers/top.html"
PAPER = f"{FOLDER}/papers/2104.00001.html"
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
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"


@pytest.fixture(params=[True, False], ids=["relative", "absolute"])
def either(request, built):
    files = {"hotpapers/2021-12-31.yaml": DIGEST}
    return built(files, **settings(RELATIVE_URLS=request.param))


@pytest.fixture
def site(built):
    return built({"hotpapers/2021-12-31.yaml": DIGEST}, **settings())


@pytest.fixture
def page(visit):
    with visit() as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        faults = []
        page.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108
        yield page
        assert faults == []


def focused(page):
    """Return the paper that the focus is in."""
    return page.evaluate(
        "() => document.activeElement.closest('.hotpapers-paper')?.id ?? ''"
    )


def pasted(page):
    return page.evaluate("() => navigator.clipboard.readText()")


def said(page):
    return page.locator(".hotpapers-status").last.inner_text()


def tool(page, paper, name):
    return page.locator(f"[id='{paper}']").get_by_role("button", name=name)


def marked(page, paper, name):
    """Wait until a paper has a mark."""
    button = tool(page, paper, name)
    expect(button).to_have_attribute("aria-pressed", "true")


def unmarked(page, paper, name):
    return tool(page, paper, name).get_attribute("aria-pressed") == "false"


def bookmarks(page):
    page.get_by_role("button", name="Bookmarks").click()
    titles = page.locator("dialog li a").all_inner_texts()
    page.keyboard.press("Escape")
    return titles


def missing_file(route):
    route.fulfill(status=404, body="@misc{x-2104.00001,\n}")


def stored(page, text):
    """Put something else where marks are kept."""
    page.evaluate(
        """(text) => localStorage.setItem(
          document.querySelector("[src*=papers-comforts]").src, text)""",
        text,
    )


# Keys


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
    page.goto(site.url + LIST)
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


# Marks


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
    assert bookmarks(other) == ["Zebras <img src=x onerror=alert(1)> & flies"]
    tool(other, PAPERS[1], "mark as read").click()
    page.locator(".hotpapers-read").wait_for(state="detached")


def test_what_was_opened_is_read(site, page):
    page.goto(site.url + LIST)
    page.get_by_role("link", name="Tigers").click()
    page.wait_for_url("**/papers/quant-ph-0201082.html")
    marked(page, PAPERS[1], "mark as read")
    page.go_back()
    marked(page, PAPERS[1], "mark as read")
    page.get_by_role("link", name="Lions").click(button="middle")
    marked(page, PAPERS[2], "mark as read")
    assert unmarked(page, PAPERS[0], "mark as read")


def test_a_link_that_is_followed_again_stays_read(site, page):
    page.goto(site.url + LIST)
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
    page.goto(either.url + LIST)
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
    page.goto(site.url + LIST)
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


# Copying


@pytest.mark.parametrize("where", [DAY, LIST, f"{FOLDER}/papers/cs.LG.html", PAPER])
def test_a_papers_bibtex_is_copied(either, page, where):
    page.goto(either.url + where)
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_text("Copied.").last.wait_for()
    bib = (either.folder / FOLDER / "papers" / "2021-12-31.bib").read_text("utf-8")
    assert pasted(page) == bib.partition("\n\n")[0]


def test_an_old_identifier_is_copied(site, page):
    page.goto(site.url + DAY)
    tool(page, PAPERS[1], "copy BibTeX").click()
    page.get_by_text("Copied.").last.wait_for()
    assert re.findall("eprint={(.*)}", pasted(page)) == ["quant-ph/0201082"]


IN_EVERY_FORM = ["BibTeX", "RIS", "CSL-JSON"]


@pytest.mark.parametrize(
    ("where", "forms"),
    [
        (DAY, IN_EVERY_FORM),
        (LIST, ["BibTeX"]),
        (PAPER, ["BibTeX", "RIS of its day"]),
    ],
)
def test_each_file_of_citations_is_copied_whole(either, page, where, forms):
    page.goto(either.url + where)
    files = page.locator(".hotpapers-cite a").evaluate_all(
        "all => all.map(a => a.href)"
    )
    buttons = page.locator(".hotpapers-cite button")
    assert buttons.count() == len(files)
    described = buttons.evaluate_all("all => all.map(button => button.title)")
    assert described == forms
    for url, button in zip(files, buttons.all(), strict=True):
        page.evaluate("() => navigator.clipboard.writeText('')")
        button.click()
        page.get_by_text("Copied.").last.wait_for()
        kind, _, data = url.partition(",")
        if kind.startswith("data:"):
            assert pasted(page).encode() == unquote_to_bytes(data)
        else:
            file = either.folder / url.removeprefix(either.url)
            assert pasted(page).encode() == file.read_bytes()


@pytest.mark.parametrize("missing", ["the file", "the clipboard"])
def test_what_cannot_be_copied_is_told(site, page, missing):
    page.goto(site.url + DAY)
    if missing == "the file":
        page.route("**/2021-12-31.bib", missing_file)
    else:
        page.evaluate("() => delete Navigator.prototype.clipboard")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_text("Open the file after “Cite”").last.wait_for()


def test_from_a_folder_all_works_but_fetching(built, page):
    files = {"hotpapers/2021-12-31.yaml": DIGEST}
    site = built(files, **settings(RELATIVE_URLS=True))
    page.goto((site.folder / DAY).as_uri())
    for key in "jbc":
        page.keyboard.press(key)
    page.get_by_text("Open the file after “Cite”").last.wait_for()
    page.goto((site.folder / INDEX).as_uri())
    page.get_by_role("button", name="save all").last.click()
    page.get_by_text("Some papers are left out").last.wait_for()
    assert bookmarks(page) == ["Zebras <img src=x onerror=alert(1)> & flies"]


# The page


def test_without_javascript_there_is_nothing_of_it(site, visit):
    with visit(javascript=False) as page:
        for where in (DAY, INDEX, LIST):
            page.goto(site.url + where)
            assert page.get_by_role("button").count() == 0
            assert "ookmark" not in page.locator("body").inner_text()


def test_nobody_else_is_asked_and_a_strict_policy_is_kept(site, page):
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: refused.append(line.text))

    def with_policy(route):
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    page.route(re.compile(f"{DAY}|{PAPER}"), with_policy)
    page.goto(site.url + DAY)
    for key in "jbrc":
        page.keyboard.press(key)
    page.get_by_text("Copied.").last.wait_for()
    page.get_by_role("button", name="Bookmarks").click()
    with page.expect_download():
        page.get_by_role("button", name="save all").click()
    page.goto(site.url + PAPER)
    page.keyboard.press("c")
    page.get_by_text("Copied.").last.wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="BibTeX").click()
    assert saved.value.suggested_filename == "2104.00001.bib"
    assert saved.value.path().read_bytes().startswith(b"@misc{")
    assert all(url.startswith(site.url) for url in asked)
    assert not [line for line in refused if "hotpapers-comforts" in line]


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_help_is_accessible(site, visit, axe, width, scheme):
    with visit(width=width, scheme=scheme) as page:
        page.goto(site.url + DAY)
        for key in "jbr?":
            page.keyboard.press(key)
        page.evaluate(axe)
        found = page.evaluate("() => axe.run('.hotpapers-help')")
        assert [fault["id"] for fault in found["violations"]] == []
        box = page.locator("dialog").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_several_digests_in_a_page_are_served_once(built, page):
    second = DIGEST.replace("2021-12-31", "2021-12-30").replace("2104.", "2103.")
    files = {"hotpapers/2021-12-31.yaml": DIGEST, "hotpapers/2021-12-30.yaml": second}
    site = built(files, **settings(THEME="simple"))
    both = (site.folder / FOLDER / "hot-papers-2021-12-31.html").read_text("utf-8")
    other = (site.folder / FOLDER / "hot-papers-2021-12-30.html").read_text("utf-8")
    body = re.search("<body.*</body>", other, re.S)[0]
    page.route(f"**/{FOLDER}/both.html", lambda route: route.fulfill(body=both + body))
    page.goto(f"{site.url}{FOLDER}/both.html")
    assert page.get_by_role("button", name="Bookmarks").count() == 1
    tool(page, "arxiv-2103.00001", "copy BibTeX").click()
    page.get_by_text("Copied.").last.wait_for()
    assert re.findall("eprint={(.*)}", pasted(page)) == ["2103.00001"]


@pytest.mark.parametrize(
    ("comforts", "names"),
    [
        (["copy"], ["copy", "copy BibTeX"]),
        (["marks"], ["Bookmarks", "bookmark", "mark as read"]),
        (["keys"], ["Keys"]),
        ([], []),
    ],
)
def test_a_site_chooses(built, page, comforts, names):
    files = {"hotpapers/2021-12-31.yaml": DIGEST}
    site = built(files, **settings(HOTPAPERS_COMFORTS=comforts))
    page.goto(site.url + DAY)
    buttons = page.get_by_role("button").all_inner_texts()
    assert sorted({*buttons}) == names
    page.keyboard.press("j")
    assert (focused(page) != "") == ("keys" in comforts)
    script = site.folder / FOLDER / "theme" / "hotpapers" / assets.COMFORTS
    assert script.is_file() == bool(comforts)


def test_the_script_is_small(site):
    script = site.folder / FOLDER / "theme" / "hotpapers" / assets.COMFORTS
    assert len(gzip.compress(script.read_bytes())) < 5000
