"""What programs read in the place of pages: Markdown, and the file that names it."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pages.page_sites import FILES, SETTINGS

from pelican_hotpapers import read_digest
from pelican_hotpapers.markup.embeds import post_from_url
from pelican_hotpapers.model import Paper
from pelican_hotpapers.scores import scored

CONTENT = Path(__file__).parents[2] / "example_site" / "content"
EXAMPLE = {
    path.relative_to(CONTENT).as_posix(): path.read_text("utf-8")
    for path in (*CONTENT.glob("hotpapers/2*"), *CONTENT.glob("posts/*"))
}
ALTERNATE = re.compile(r'<link rel="alternate" href="([^"]+)" type="text/markdown">')
PAPER_PAGE = re.compile(r"papers/(?:\d{4}\.\d{5}|[a-z-]+-\d{7})\.html")
HELD = ("arxiv_id", "title", "rank", "authors", "categories", "abstract", "reposts")
HELD += ("likes", "measured_at", "abs_url", "pdf_url")
"""What a Hot Papers post has a place for."""


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(EXAMPLE, **SETTINGS, HOTPAPERS_PAPER_MARKDOWN=True)


def in_a_post(paper: Paper) -> Paper:
    """Return what a Hot Papers post can have of a paper, with posts as links."""
    facts = {name: getattr(paper, name) for name in HELD}
    facts["abstract"] = " ".join(paper.abstract.split())
    posts = tuple(post_from_url(post.url) for post in paper.posts)
    return scored(replace(Paper(**facts), posts=posts, score_recorded=False), {})


@pytest.mark.parametrize("name", EXAMPLE)
def test_a_day_reads_back_as_a_hot_papers_post(site, name, tmp_path):
    given = read_digest(CONTENT / name)
    path = tmp_path / "day.md"
    path.write_text(site.pages[f"papers/{given.date}.md"], "utf-8")
    found = read_digest(path)

    assert found.date == given.date
    assert found.papers == tuple(map(in_a_post, given.papers))
    assert "<" not in re.sub("< ", "", path.read_text("utf-8"))


def test_a_paper_reads_back_as_a_post_of_one(site, tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(site.pages["papers/2106.06610.md"], "utf-8")
    [paper] = read_digest(path).papers

    assert paper.title.startswith("Scalars are universal")
    assert "$" in paper.abstract, "TeX is left as it is"
    assert paper.posts


def test_every_page_of_a_digest_or_a_paper_leads_to_its_markdown(site):
    for name, page in site.pages.items():
        if not name.endswith(".html"):
            continue
        found = ALTERNATE.findall(page)
        if name.startswith("hot-papers-2") or re.match(PAPER_PAGE, name):
            [address] = found
            path = address.removeprefix("https://hotpapers.example/")
            assert path in site.pages
            stem = name.removesuffix(".html").rpartition("/")[2]
            assert path == f"papers/{stem.removeprefix('hot-papers-')}.md"
        else:
            assert found == []


def test_a_digest_shows_the_way_as_well(site):
    page = site.pages["hot-papers-2021-06-15.html"]

    assert '/papers/2021-06-15.md">Markdown</a>' in page


def test_llms_txt_names_the_days(site):
    title, _, summary, *rest = site.pages["llms.txt"].splitlines()
    links = re.findall(r"^- \[([^\]]+)\]\(([^)]+)\): (.+)$", "\n".join(rest), re.M)
    days = sorted((read_digest(CONTENT / name).date for name in EXAMPLE), reverse=True)

    assert title == "# A Pelican Blog"
    assert summary.startswith("> Daily digests of the arXiv papers")
    urls = [url.removeprefix("https://hotpapers.example/") for _, url, _ in links]
    assert urls[: len(days)] == [f"papers/{day}.md" for day in days]
    assert set(urls) <= site.pages.keys()
    assert "the hottest: Scalars are universal" in links[0][2]


@pytest.mark.parametrize(
    ("settings", "are_there"),
    [
        ({}, False),
        ({"HOTPAPERS_PAPER_MARKDOWN": True}, True),
        ({"HOTPAPERS_PAPER_MARKDOWN": True, "HOTPAPERS_PAPER_PAGES": False}, False),
    ],
)
def test_llms_txt_names_papers_where_they_are(build, settings, are_there):
    pages = build(FILES, **SETTINGS | settings).pages

    assert ("papers/2104.00001.md" in pages) is are_there
    assert ("papers/ARXIV-ID.md" in pages["llms.txt"]) is are_there


def test_links_of_a_site_that_may_lie_anywhere(build):
    relative = {"SITEURL": "", "RELATIVE_URLS": True, "HOTPAPERS_PAPER_MARKDOWN": True}
    site = build(FILES, **SETTINGS | relative)

    assert ALTERNATE.findall(site.pages["hot-papers-2021-04-06.html"]) == [
        "./papers/2021-04-06.md"
    ]
    assert ALTERNATE.findall(site.pages["papers/2104.00001.html"]) == [
        "../papers/2104.00001.md"
    ]
    assert (site.warnings, site.errors) == ([], [])


def test_it_can_be_left_out_where_it_was(build):
    kept = {**SETTINGS, "DELETE_OUTPUT_DIRECTORY": False}
    assert "llms.txt" in build(FILES, **kept, HOTPAPERS_PAPER_MARKDOWN=True).pages
    site = build(FILES, **kept, HOTPAPERS_MARKDOWN=False)

    assert not [name for name in site.pages if name.endswith((".md", "llms.txt"))]
    assert not any(map(ALTERNATE.search, site.pages.values()))
    assert not [page for page in site.pages.values() if ">Markdown</a>" in page]


def test_a_paper_without_a_page_has_no_markdown_and_a_draft_neither(build):
    draft = FILES["hotpapers/2021-06-15.yaml"] + "extra: {status: draft}\n"
    files = {**FILES, "hotpapers/2021-06-15.yaml": draft}
    no_pages = {"HOTPAPERS_PAPER_PAGES": False, "HOTPAPERS_PAPER_MARKDOWN": True}
    site = build(files, **SETTINGS, **no_pages)

    assert {name for name in site.pages if name.endswith(".md")} == {
        "papers/2021-04-06.md",
        "papers/2021-04-07.md",
    }
    assert not ALTERNATE.search(site.pages["drafts/hot-papers-2021-06-15.html"])


def test_a_file_of_the_sites_own_stays(build):
    own = {"extra/llms.txt": "Mine.\n"}
    site = build(
        {**FILES, **own},
        **SETTINGS,
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={"extra/llms.txt": {"path": "llms.txt"}},
    )

    assert site.pages["llms.txt"] == "Mine.\n"
    assert (site.warnings, site.errors) == ([], [])
    assert "llms.txt is the site's own, and stays" in site.lines(logging.INFO)
