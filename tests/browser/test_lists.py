"""Lists, notes, exports, links, and rules of what is followed, with clicks and keys."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from reader_pages import FOLDER, settings, strict
from reader_pages import bookmark as bookmark_here
from rule_cases import CATEGORIES, NAMES, TEXTS

from pelican_hotpapers.arxiv import taxonomy

DAY = f"{FOLDER}/hot-papers-2021-12-31.html"
OTHER_DAY = f"{FOLDER}/hot-papers-2021-12-30.html"
LISTS = f"{FOLDER}/papers/lists.html"
TOP = f"{FOLDER}/papers/top.html"
INDEX = f"{FOLDER}/papers/index.html"
DIGEST = r"""
date: 2021-12-31
papers:
- arxiv_id: '2104.00001'
  title: Zebras <img src=x onerror=alert(1)> & 100% flies
  authors: Ann Reader, Bo Ødegård
  score: 9
  categories: [cs.LG]
  abstract: Stripes confuse flies.
- arxiv_id: quant-ph/0201082
  title: Tigers
  score: 8
  authors: Cy Lind
  categories: [cs.SY]
  abstract: Tigers sleep in tall grass, by Schr\"odinger's box.
- arxiv_id: '2104.00003'
  title: Lions
  score: 7
  categories: [cs.CV]
"""
EARLIER = """
date: 2021-12-30
papers:
- arxiv_id: '2103.00009'
  title: Diffusion in ponds
  authors: Ann Reader
  score: 5
  categories: [physics.flu-dyn]
  abstract: Water moves.
"""
FILES = {"hotpapers/2021-12-31.yaml": DIGEST, "hotpapers/2021-12-30.yaml": EARLIER}
ZEBRAS, TIGERS, LIONS = (
    "Zebras <img src=x onerror=alert(1)> & 100% flies",
    "Tigers",
    "Lions",
)


@pytest.fixture(params=[True, False], ids=["relative", "absolute"])
def site(request, built):
    return built(FILES, **settings(RELATIVE_URLS=request.param))


@pytest.fixture(params=[360, 1280])
def page(request, visit, site):
    with visit(width=request.param) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        told = strict(page, site)
        yield page
        ours = [line for line in told if "hotpapers" in line or "http" not in line]
        assert [line for line in ours if "style" not in line] == []


@pytest.fixture
def wide(visit, site):
    with visit() as page:
        strict(page, site)
        yield page


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


def open_list(page, name):
    page.locator(".hotpapers-tabs").get_by_role("button", name=name).click()
    expect(page.locator(".hotpapers-list-name")).to_have_text(name)


def said(page, text):
    page.locator(".hotpapers-status", has_text=text).last.wait_for()


def everything(page):
    return json.loads(page.evaluate("() => localStorage[KEY]".replace("KEY", KEY)))


def put(page, text):
    page.evaluate("(text) => { localStorage[KEY] = text }".replace("KEY", KEY), text)


KEY = "document.querySelector('script[data-marks]').src"


def download(page, button):
    with page.expect_download() as got:
        page.get_by_role("button", name=button).click()
    return got.value.suggested_filename, got.value.path().read_text("utf-8")


def read(page, name, text):
    page.get_by_label("Read a file").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )


# Lists


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


def test_a_note_is_not_removed_without_asking(site, wide):
    page = wide
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


def test_lists_are_renamed_and_removed(site, wide):
    page = wide
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


def test_bookmarks_of_an_earlier_version_are_the_first_list(site, wide):
    page = wide
    page.goto(site.url + DAY)
    url, bib = f"{site.url}{DAY}", f"{site.url}{FOLDER}/papers/2021-12-31.bib"
    old = {"title": "Tigers", "url": url, "bib": bib}
    put(page, json.dumps({"save arxiv-quant-ph-0201082": old, "read arxiv-x": True}))
    go_to_lists(page, site)
    assert titles(page) == [TIGERS]
    _, text = download(page, "RIS")
    assert "arXiv:quant-ph/0201082" in text
    assert "AU  - Lind, Cy" in text


# Out and in


@pytest.mark.parametrize("day", [DAY, TOP, f"{FOLDER}/papers/2104.00001.html"])
def test_each_format_has_the_sites_citation_and_the_note(site, wide, day):
    page = wide
    page.goto(site.url + day)
    page.locator(".hotpapers-paper").first.get_by_role(
        "button", name="bookmark"
    ).click()
    go_to_lists(page, site)
    page.get_by_role("button", name="add a note").click()
    page.keyboard.type("50% sure {of it}")
    page.keyboard.press("Tab")
    name, bib = download(page, "BibTeX")
    assert name == "Bookmarks.bib"
    assert r"{\O}deg{\r{a}}rd" in bib
    assert r"annote = {50\% sure \{of it\}}" in bib
    _, ris = download(page, "RIS")
    assert "AU  - Ødegård, Bo" in ris
    assert "N1  - 50% sure {of it}" in ris
    _, csl = download(page, "CSL-JSON")
    (item,) = json.loads(csl)
    assert item["number"] == "arXiv:2104.00001"
    assert item["author"][1]["family"] == "Ødegård"
    assert item["annote"] == "50% sure {of it}"


@pytest.mark.parametrize("form", ["BibTeX", "RIS", "CSL-JSON"])
def test_what_was_saved_is_read_in_another_browser(site, visit, form):
    with visit() as page:
        bookmark(page, site, ZEBRAS, TIGERS)
        go_to_lists(page, site)
        page.get_by_role("button", name="add a note").first.click()
        page.keyboard.type("50% sure {of it}")
        page.keyboard.press("Tab")
        name, text = download(page, form)
    with visit() as page:
        go_to_lists(page, site)
        read(page, name, text)
        said(page, "2 papers read.")
        assert {*titles(page)} == {TIGERS, ZEBRAS}
        assert page.locator("textarea").first.input_value() == "50% sure {of it}"
        read(page, name, text)
        said(page, "2 papers read.")
        assert len(titles(page)) == 2
        assert page.locator("textarea").first.input_value() == "50% sure {of it}"


@pytest.mark.parametrize("form", ["BibTeX", "RIS", "CSL-JSON"])
def test_a_paper_without_a_citation_here_is_saved_all_the_same(site, wide, form):
    page = wide
    page.goto(site.url + DAY)
    elsewhere = {"title": "Far & away", "url": "https://arxiv.org/abs/2605.00001"}
    put(page, json.dumps({"save arxiv-2605.00001": elsewhere}))
    go_to_lists(page, site)
    name, text = download(page, form)
    said(page, "Of 1 paper this site has no citation")
    put(page, "{}")
    page.reload()
    read(page, name, text)
    said(page, "1 paper read.")
    assert titles(page) == ["Far & away"]


def test_everything_moves_to_another_browser(site, visit):
    with visit() as page:
        go_to_lists(page, site)
        add_list(page, "Night")
        bookmark(page, site, TIGERS)
        page.keyboard.press("r")
        go_to_lists(page, site)
        page.get_by_label("Words, name or category").fill("lion*")
        page.keyboard.press("Enter")
        said(page, "Rule added.")
        kept = everything(page)
        name, text = download(page, "save everything")
    with visit() as page:
        bookmark(page, site, ZEBRAS)
        go_to_lists(page, site)
        read(page, name, text)
        said(page, "read.")
        open_list(page, "Night")
        assert titles(page) == [TIGERS]
        now = everything(page)
        assert {key: now[key] for key in kept if key not in {"into"}} == {
            key: kept[key] for key in kept if key not in {"into"}
        }
        open_list(page, "Bookmarks")
        assert titles(page) == [ZEBRAS]


def test_what_moves_is_added_and_replaces_nothing(site, wide):
    page = wide
    bookmark(page, site, TIGERS)
    go_to_lists(page, site)
    page.get_by_role("button", name="add a note").click()
    page.keyboard.type("mine")
    page.keyboard.press("Tab")
    other = {"title": "T", "url": "https://b.example/", "note": "hers"}
    other["lists"] = ["Hers"]
    kept = {"save arxiv-quant-ph-0201082": other, "save arxiv-1": {"url": 7}, "x": 1}
    file = {"format": "hotpapers-lists", "version": 1, "kept": kept}
    read(page, "lists.json", json.dumps(file))
    said(page, "1 paper read. Others are left out")
    assert page.locator("textarea").input_value() == "mine\n\nhers"
    open_list(page, "Hers")
    assert titles(page) == [TIGERS]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", "{", "no file of lists"),
        ("a.json", '{"format": "hotpapers-lists", "kept": 7}', "no file of lists"),
        ("a.txt", "", "no file of lists"),
        ("a.bib", "@article{x,\n  title = {A book},\n}\n", "damaged: 1."),
        (
            "a.bib",
            '@misc{x, title="T", url="https://arxiv.org/abs/2104.1"}',
            "0 papers read.",
        ),
        ("a.bib", "@misc{x, title={A {B}}, eprint={2104.00001v2}}", "1 paper read."),
        ("a.bib", "@misc{x, doi = {10.48550/arXiv.2104.00001}", "1 paper read."),
        ("a.ris", "TY  - JOUR\nTI  - T\nER  - \n", "damaged: 1."),
        (
            "a.json",
            '[{"URL": "https://arxiv.org/pdf/hep-th/9901001v3"}]',
            "1 paper read.",
        ),
        ("a.json", "[null, 7]", "damaged: 2."),
    ],
)
def test_other_files_are_read_as_far_as_they_can_be(site, wide, name, text, told):
    go_to_lists(wide, site)
    read(wide, name, text)
    said(wide, told)


def test_tex_in_titles_of_others_is_read(site, wide):
    go_to_lists(wide, site)
    entry = (
        r"@misc{x, title = {{\O}degaard's {K}{\"a}hler \& \'{E}t\'e \v{c}, \alpha},"
        " eprint = {2104.00001}}"
    )
    read(wide, "a.bib", entry)
    said(wide, "1 paper read.")
    assert titles(wide) == [r"Ødegaard's Kähler & Été č, \alpha"]


# A link to a list


def shared_link(page):
    page.get_by_role("button", name="copy a link to this list").click()
    said(page, "The link is copied")
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert link == page.get_by_label("The link").input_value()
    return link


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
def test_a_link_that_holds_no_list_is_told(site, wide, text):
    wide.goto(f"{site.url}{LISTS}#list={text}")
    said(wide, "no list that can be read")


# Nothing is lost in silence


def test_two_tabs_lose_nothing_of_each_other(site, wide):
    page = wide
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
def test_damaged_storage_is_set_aside_and_told(site, wide, text):
    page = wide
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


def test_a_full_storage_is_told_and_leaves_what_was_there(site, wide):
    page = wide
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


def test_forbidden_storage_is_told(site, wide):
    wide.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('', 'SecurityError') }})"
    )
    go_to_lists(wide, site)
    wide.get_by_label("New list").fill("Night")
    wide.keyboard.press("Enter")
    said(wide, "keeps nothing")


# Follow and leave out


def rule(page, site, act, kind, text):
    go_to_lists(page, site)
    page.get_by_label("What to do").select_option(act)
    page.get_by_label("What it is").select_option(kind)
    page.get_by_label("Words, name or category").fill(text)
    page.keyboard.press("Enter")
    said(page, "Rule added.")


def folded(page):
    return page.locator(".hotpapers-left")


def test_what_is_left_out_folds_to_a_line_that_opens(site, page):
    rule(page, site, "leave", "word", "tiger*")
    page.goto(site.url + DAY)
    paper = page.locator("[id='arxiv-quant-ph-0201082']")
    line = page.locator("p.hotpapers-left")
    expect(line).to_contain_text("2. Left out: tiger*")
    assert not paper.is_visible()
    for key in "jj":
        page.keyboard.press(key)
    focused = "() => document.activeElement.closest('.hotpapers-paper').id"
    assert page.evaluate(focused) == "arxiv-2104.00003"
    line.get_by_role("button").click()
    assert paper.is_visible()
    line.get_by_role("button", name="hide").press("Enter")
    assert not paper.is_visible()
    titles = page.locator(".hotpapers-titles li")
    expect(titles.nth(1)).to_contain_text("Left out")
    expect(titles.nth(0)).not_to_contain_text("Left out")


def test_a_link_to_a_paper_opens_it(site, wide):
    rule(wide, site, "leave", "word", "tiger*")
    for before in (DAY, OTHER_DAY):
        wide.goto(site.url + before)
        wide.goto(f"{site.url}{DAY}#arxiv-quant-ph-0201082")
        expect(wide.locator("[id='arxiv-quant-ph-0201082']")).to_be_visible()


def test_what_is_followed_is_marked_and_never_folded(site, page):
    rule(page, site, "follow", "author", "reader")
    rule(page, site, "leave", "category", "cs.LG")
    rule(page, site, "leave", "category", "eess.SY")
    page.goto(site.url + DAY)
    first = page.locator(".hotpapers-paper").first
    expect(first.locator(".hotpapers-facts")).to_contain_text("★ Followed: reader")
    assert first.is_visible()
    expect(page.locator("p.hotpapers-left")).to_contain_text("eess.SY")


def test_names_are_followed_and_told_in_any_language(built, visit):
    site = built(FILES, **settings(DEFAULT_LANG="ja", HOTPAPERS_AUTHORS=1))
    with visit() as page:
        go_to_lists(page, site)
        form = page.locator("[data-form=addRule]")
        for count, name in enumerate(("Ann Reader", "Bo Ødegård"), 1):
            form.locator("select").nth(1).select_option("author")
            form.locator("input").fill(name)
            form.locator("input").press("Enter")
            expect(page.locator(".hotpapers-rules li")).to_have_count(count)
        page.goto(site.url + DAY)
        shown = page.locator(".hotpapers-authors summary")
        expect(shown).to_contain_text("Ann Readerほか")
        followed = page.locator(".hotpapers-followed").first
        expect(followed).to_contain_text("Ann Reader、Bo Ødegård")


def test_abstracts_count_where_a_page_does_not_show_them(site, wide):
    rule(wide, site, "leave", "word", "tall grass")
    rule(wide, site, "follow", "word", "water")
    rule(wide, site, "leave", "word", "Schrödinger's box")
    wide.goto(site.url + TOP)
    expect(wide.locator("p.hotpapers-left")).to_contain_text(
        "Schrödinger's box, tall grass"
    )
    expect(wide.locator(".hotpapers-followed")).to_contain_text("water")
    wide.goto(site.url + INDEX)
    brief = wide.locator(".hotpapers-brief li")
    expect(brief.filter(has=wide.locator(".hotpapers-left"))).to_have_count(1)
    brief.get_by_role("button", name="show").click()
    assert wide.get_by_role("link", name="Tigers").first.is_visible()


def test_a_rule_that_is_removed_lets_papers_back(site, wide):
    rule(wide, site, "leave", "category", "cs")  # of which cs.SY is no part: eess.SY
    other = wide.context.new_page()
    other.goto(site.url + DAY)
    expect(other.locator("p.hotpapers-left")).to_have_count(2)
    wide.locator(".hotpapers-rules").get_by_role("button", name="remove").click()
    expect(folded(other)).to_have_count(0)
    assert other.locator(".hotpapers-paper").nth(2).is_visible()


def test_rules_find_what_those_of_topics_find(site, wide):
    wide.goto(site.url + DAY)
    cases = [
        *(["word", it, {"title": text, "abstract": ""}] for it, text, _ in TEXTS),
        *(["author", name, {"authors": authors}] for name, authors, _ in NAMES),
        *(["category", name, {"categories": of}] for name, of, _ in CATEGORIES),
    ]
    found = wide.evaluate(
        """async ([url, cases]) => {
          const { KINDS } = await import(url);
          return cases.map(([kind, text, facts]) => KINDS[kind](facts, text));
        }""",
        [f"{site.url}{FOLDER}/theme/hotpapers/hotpapers-rules.js", cases],
    )
    expected = [case[-1] for case in (*TEXTS, *NAMES, *CATEGORIES)]
    wrong = [case for case, a, b in zip(cases, found, expected, strict=True) if a != b]
    assert wrong == []


def test_rules_know_the_categories_of_two_names(site, wide):
    wide.goto(site.url + DAY)
    url = f"{site.url}{FOLDER}/theme/hotpapers/hotpapers-rules.js"
    aliases = wide.evaluate("async (url) => (await import(url)).ALIASES", url)
    assert aliases
    assert aliases == {name: taxonomy.canonical(name) for name in aliases}
    (folder,) = (Path(taxonomy.__file__).parent / "data",)
    text = (folder / "taxonomy.json").read_text("utf-8")
    assert aliases == json.loads(text)["aliases"]


# The page


def test_without_javascript_it_says_what_it_needs_and_has_no_control(site, visit):
    with visit(javascript=False) as page:
        page.goto(site.url + LISTS)
        assert "need JavaScript" in page.locator("body").inner_text()
        assert "cannot be shown" not in page.locator("body").inner_text()
        assert page.get_by_role("button").count() == 0
        assert page.get_by_role("textbox").count() == 0


def test_where_the_script_cannot_be_loaded_it_says_so(site, wide):
    wide.route("**/hotpapers-references.js", lambda route: route.abort())
    wide.goto(site.url + LISTS)
    wide.get_by_text("cannot be shown here").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_lists_are_accessible(built, visit, axe, width, scheme):
    simple = {"THEME": "simple", "SITEURL": f"/{FOLDER}", "HOTPAPERS_SEARCH": False}
    simple |= {"OUTPUT_PATH": f"output/{FOLDER}", "PLUGINS": ["pelican_hotpapers"]}
    site = built(FILES, **simple)
    with visit(width=width, scheme=scheme) as page:
        bookmark(page, site, ZEBRAS, TIGERS)
        rule(page, site, "follow", "word", "lion*")
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
