"""Copying in a real browser, and what a page is without it all."""

import gzip
import re
from urllib.parse import unquote_to_bytes

import pytest
from browser.comforts.day import PAPERS, bookmarks, focused, missing_file, tool
from browser.test_accessibility import VIEWS
from reader_pages import DAY, DIGEST, FILES, FOLDER, INDEX, TOP, ZEBRAS, settings

from pelican_hotpapers.pelican import assets

PAPER = f"{FOLDER}/papers/2104.00001.html"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"


def pasted(page):
    return page.evaluate("() => navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("where", "either"),
    [
        (DAY, True),
        (TOP, False),
        (f"{FOLDER}/papers/cs.LG.html", True),
        (PAPER, False),
    ],
    ids=["day-relative", "top-absolute", "category-relative", "paper-absolute"],
    indirect=["either"],
)
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
        (TOP, ["BibTeX"]),
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
    site = built(FILES, **settings(RELATIVE_URLS=True))
    page.goto((site.folder / DAY).as_uri())
    for key in "jbc":
        page.keyboard.press(key)
    page.get_by_text("Open the file after “Cite”").last.wait_for()
    page.goto((site.folder / INDEX).as_uri())
    page.get_by_role("button", name="save all").last.click()
    page.get_by_text("Some papers are left out").last.wait_for()
    assert bookmarks(page) == [ZEBRAS]


def test_without_javascript_there_is_nothing_of_it(site, visit):
    with visit(javascript=False) as page:
        for where in (DAY, INDEX, TOP):
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
    site = built(FILES, **settings(HOTPAPERS_COMFORTS=comforts))
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
