"""Lists as files: citations with notes, and all that a browser holds."""

import json

import pytest
from browser.lists.list_pages import (
    add_list,
    bookmark,
    download,
    everything,
    go_to_lists,
    open_list,
    put,
    read,
    row,
    said,
    titles,
)
from playwright.sync_api import expect
from reader_pages import DAY, FOLDER, TIGERS, TOP, ZEBRAS


@pytest.mark.parametrize(
    ("where", "site"),
    [(DAY, False), (TOP, True), (f"{FOLDER}/papers/2104.00001.html", True)],
    ids=["day-absolute", "top-relative", "paper-relative"],
    indirect=["site"],
)
def test_each_format_has_the_sites_citation_and_the_note(site, page, where):
    page.goto(site.url + where)
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
    assert r"annote={50\% sure \{of it\}}" in bib
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
        row(page, TIGERS).get_by_role("button", name="add a note").click()
        page.keyboard.type("50% sure {of it}")
        page.keyboard.press("Tab")
        name, text = download(page, form)
    with visit() as page:
        go_to_lists(page, site)
        read(page, name, text)
        said(page, "2 papers read.")
        assert {*titles(page)} == {TIGERS, ZEBRAS}
        note = row(page, TIGERS).get_by_role("textbox")
        expect(note).to_have_value("50% sure {of it}")
        read(page, name, text)
        said(page, "2 papers read.")
        assert len(titles(page)) == 2
        expect(note).to_have_value("50% sure {of it}")


@pytest.mark.parametrize("form", ["BibTeX", "RIS", "CSL-JSON"])
def test_a_paper_without_a_citation_here_is_saved_all_the_same(site, page, form):
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


@pytest.mark.parametrize("step", [0, 1], ids=["one moment", "many"])
def test_a_list_keeps_the_order_of_its_file(site, page, step):
    page.add_init_script(f"let now = 1e12; Date.now = () => (now += {step})")
    bookmark(page, site, TIGERS)
    go_to_lists(page, site)
    add_list(page, "Hers")
    ids = {"A": "2104.00002", "B": "2104.00009", TIGERS: "quant-ph/0201082"}
    ids |= {"D": "2104.00004", "A again": "2104.00002"}
    entries = [f"@misc{{x, title={{{it}}}, eprint={{{ids[it]}}}}}" for it in ids]
    read(page, "a.bib", "\n".join(entries))
    said(page, "papers read.")
    assert titles(page) == ["A", "B", TIGERS, "D"]
    go_to_lists(page, site)
    assert titles(page) == ["A", "B", TIGERS, "D"]


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


def test_what_moves_is_added_and_replaces_nothing(site, page):
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
def test_other_files_are_read_as_far_as_they_can_be(site, page, name, text, told):
    go_to_lists(page, site)
    read(page, name, text)
    said(page, told)


def test_tex_in_titles_of_others_is_read(site, page):
    go_to_lists(page, site)
    entry = (
        r"@misc{x, title = {{\O}degaard's {K}{\"a}hler \& \'{E}t\'e \v{c}, \alpha},"
        " eprint = {2104.00001}}"
    )
    read(page, "a.bib", entry)
    said(page, "1 paper read.")
    assert titles(page) == [r"Ødegaard's Kähler & Été č, \alpha"]
