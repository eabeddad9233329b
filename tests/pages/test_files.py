"""What stands beside the pages, in whole builds, as other programs read it."""

import csv
import datetime as dt
import io
import json
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote_to_bytes

import bibtexparser
import feedparser
import pytest
import rispy
from pages.page_sites import FILES, SETTINGS, made, many_papers

from pelican_hotpapers import read_digest
from pelican_hotpapers.collect import last_days
from pelican_hotpapers.outputs.exports import CITATION_FORMATS

WHOLE = SETTINGS | {"HOTPAPERS_TOPICS": {"With code": {"has_code": True}}}


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **WHOLE)


@pytest.mark.parametrize(
    ("stem", "papers"),
    [
        ("cs.LG", [5, 1, 3]),
        ("topic-with-code", [4, 2]),
        ("top", [4, 1, 2, 5, 3]),
        ("top-2021-06", [5]),
        ("2021-04-06", [1, 2, 3]),
    ],
)
def test_papers_can_be_cited_wherever_they_are_listed(site, stem, papers):
    pages = site.pages
    bib = bibtexparser.parse_string(pages[f"papers/{stem}.bib"])
    assert bib.failed_blocks == []
    assert [int(each["eprint"][-5:]) for each in bib.entries] == papers
    page = pages.get(f"papers/{stem}.html", pages.get(f"hot-papers-{stem}.html"))
    cited = set(re.findall(rf'["/]{re.escape(stem)}\.(bib|ris|csl\.json)"', page))
    assert cited == {
        form for form in CITATION_FORMATS if f"papers/{stem}.{form}" in pages
    }
    if cited == {"bib"}:
        return
    csl = json.loads(pages[f"papers/{stem}.csl.json"])
    assert len(csl) == pages[f"papers/{stem}.ris"].count("ER  -") == len(papers)


def test_only_days_have_a_file_of_every_form(site):
    in_ris = {name[7:-4] for name in site.pages if name.endswith(".ris")}
    assert in_ris == {name[10:20] for name in FILES}


def test_a_paper_is_cited_by_its_page_itself(site):
    page = site.pages["papers/2104.00004.html"]
    saved = {
        name: unquote_to_bytes(address.partition(",")[2]).decode()
        for name, address in re.findall(r'download="([^"]*)" href="data:([^"]*)"', page)
    }
    assert saved.keys() == {"2104.00004.bib"}
    (entry,) = bibtexparser.parse_string(saved["2104.00004.bib"]).entries
    assert entry["eprint"] == "2104.00004"
    (day,) = re.findall(r'href="([^"/]*\.ris)"', page)
    papers = rispy.loads(site.pages[f"papers/{day}"])
    assert "Paper 4" in {each["title"] for each in papers}
    files = {name for name in site.pages if name.startswith("papers/2104.00004.")}
    assert files == {"papers/2104.00004.html"}


def test_older_parts_of_a_listing_are_cited_on_their_own(build):
    pages = build(many_papers("2021-04-06", 1, 120), **WHOLE).pages
    cited = {
        part: [
            int(each["eprint"][-5:])
            for each in bibtexparser.parse_string(
                pages[f"papers/cs.LG{part}.bib"]
            ).entries
        ]
        for part in ("", "-p1")
    }
    assert cited == {"": [*range(1, 71)], "-p1": [*range(71, 121)]}
    assert '"cs.LG-p1.bib"' in pages["papers/cs.LG-p1.html"]


@pytest.mark.parametrize("stem", ["cs.LG", "topic-with-code", "top"])
def test_what_grows_can_be_followed(site, stem):
    feed = feedparser.parse(site.pages[f"papers/{stem}.atom.xml"])
    assert not feed.bozo
    listed = re.findall(r'id="arxiv-([\d.]+)"', site.pages[f"papers/{stem}.html"])
    assert {each.link.rpartition("/")[2][:-5] for each in feed.entries} == set(listed)
    moments = [each.updated for each in feed.entries]
    assert moments == sorted(set(moments), reverse=True)
    items = json.loads(site.pages[f"papers/{stem}.feed.json"])["items"]
    assert [each["id"] for each in items] == [each.id for each in feed.entries]


@pytest.mark.parametrize("relative", [False, True])
def test_each_feed_names_the_hub_beside_its_exact_address(build, relative):
    hub = "https://hub.example/?to=us&now"
    settings = WHOLE | {"RELATIVE_URLS": relative, "HOTPAPERS_HUB": hub}
    pages = build(FILES, **settings).pages
    seen = 0
    for name, text in pages.items():
        if name.endswith(".atom.xml"):
            links = feedparser.parse(text).feed.links
            found = {link.rel: link.href for link in links}
            assert found["hub"] == hub
            assert found["self"] == f"https://hotpapers.example/{name}"
        elif name.endswith(".feed.json"):
            feed = json.loads(text)
            assert feed["hubs"] == [{"type": "WebSub", "url": hub}]
            assert feed["feed_url"] == f"https://hotpapers.example/{name}"
        else:
            continue
        seen += 1
    assert seen > 8


def followed(pages, stem):
    """The papers of a feed by number, each with its day, as a reader has them."""
    feed = feedparser.parse(pages[f"papers/{stem}.atom.xml"])
    assert not feed.bozo
    found = [(int(each.link[-10:-5]), each.updated[:10]) for each in feed.entries]
    assert len({each.updated for each in feed.entries}) == len(found)
    return found


def test_the_hottest_of_each_time_can_be_followed_once_it_is_over(site):
    pages = site.pages
    april = [4, 1, 2, 3]  # all of week 14
    week = followed(pages, "top-each-week")
    assert week == [(number, "2021-04-11") for number in april]
    month = followed(pages, "top-each-month")
    assert month == [(number, "2021-04-30") for number in april]
    assert followed(pages, "top-each-year") == []


def test_a_paper_is_among_the_hottest_of_one_week_alone(build):
    again = {
        "hotpapers/2021-04-13.yaml": made("2021-04-13", (1, 99, {}), (7, 50, {})),
        "hotpapers/2021-04-20.yaml": made("2021-04-20", (8, 50, {})),
    }
    before = followed(build(FILES, **WHOLE).pages, "top-each-week")
    after = followed(build(FILES | again, **WHOLE).pages, "top-each-week")
    assert after == [(8, "2021-04-25"), (7, "2021-04-18"), *before]


def test_ten_papers_of_a_week_are_enough(build):
    many = {
        "hotpapers/2021-04-06.yaml": made(
            "2021-04-06", *((number, 200 - number, {}) for number in range(1, 31))
        ),
        "hotpapers/2021-04-20.yaml": made("2021-04-20", (99, 50, {})),
    }
    week = followed(build(many, **WHOLE).pages, "top-each-week")
    assert [number for number, _ in week] == list(range(1, 11))


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("top-2021-w14", {"top-each-week"}),
        ("leaderboards", {"top-each-week", "top-each-month", "top-each-year"}),
        ("cs.LG", {"cs.LG"}),
        ("2104.00001", set()),
    ],
)
def test_pages_lead_to_the_feeds_of_what_they_show(site, page, feeds):
    text = site.pages[f"papers/{page}.html"]
    linked = re.findall(r'href="[^"]*/papers/([^"/]*).(?:atom.xml|feed.json)"', text)
    in_head = re.findall(r'<link rel="alternate" href="[^"]*/papers/(.*?).atom', text)
    assert set(linked) == set(in_head) == feeds


def test_all_feeds_are_in_one_list(site):
    pages = site.pages
    listed = set(
        re.findall(
            r'xmlUrl="https://hotpapers.example/([^"]*)"', pages["papers/feeds.opml"]
        )
    )
    assert listed == {
        name
        for name in pages
        if name.endswith(".atom.xml") and name.startswith("papers/")
    }


def test_every_paper_is_a_row_of_the_table_of_its_first_year(build):
    days = {**many_papers("2021-12-31", 1, 3), **many_papers("2022-01-03", 3, 5)}
    pages = build(days, **WHOLE).pages
    tables = re.findall(r'"(hotpapers-\d+)\.csv"', pages["papers/index.html"])
    rows = {
        name: [
            int(row["arxiv_id"][-5:])
            for row in csv.DictReader(io.StringIO(pages[f"papers/{name}.csv"]))
        ]
        for name in tables
    }
    assert rows == {"hotpapers-2022": [4, 5], "hotpapers-2021": [1, 2, 3]}


def test_each_day_is_there_as_data_without_what_is_its_pages_alone(build):
    noted = "extra: {note: mine}\n" + FILES["hotpapers/2021-06-15.yaml"]
    site = build({**FILES, "hotpapers/2021-06-15.yaml": noted}, **WHOLE)
    index = json.loads(site.pages["papers/hotpapers.json"])
    assert [day["date"] for day in index["days"]] == [
        "2021-06-15",
        "2021-04-07",
        "2021-04-06",
    ]
    for day in index["days"]:
        digest = read_digest(site.output / "papers" / day["url"])
        assert digest.date.isoformat() == day["date"]
        assert len(digest.papers) == day["papers"]
        assert digest.extra == {}


def test_one_site_follows_another(build, tmp_path):
    days = last_days(2, dt.datetime.now(dt.UTC))
    files = {
        f"hotpapers/{day}.yaml": made(day, (day.day * 100, 90, {})) for day in days
    }
    output = build(files, **SETTINGS).output.rename(tmp_path / "published")
    handler = partial(SimpleHTTPRequestHandler, directory=output)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/papers"
        followers = build(
            {},
            **SETTINGS,
            HOTPAPERS_COLLECT=True,
            HOTPAPERS_DAYS=2,
            HOTPAPERS_SOURCES=[{"name": "feed", "base_url": url}],
            HOTPAPERS_SIGNALS=[],
        )
        server.shutdown()
    assert {article.digest.date for article in followers.articles} == set(days)
    assert followers.warnings == followers.errors == []


def test_feeds_may_have_an_address_of_their_own(build):
    settings = WHOLE | {"FEED_DOMAIN": "https://feeds.example"}
    pages = build(FILES, **settings).pages
    feed = feedparser.parse(pages["papers/cs.LG.atom.xml"])
    (itself,) = (link.href for link in feed.feed.links if link.rel == "self")
    assert itself == "https://feeds.example/papers/cs.LG.atom.xml"
    assert feed.feed.link == "https://hotpapers.example/papers/cs.LG.html"
    assert feed.entries[0].link == "https://hotpapers.example/papers/2104.00005.html"
    assert feed.entries[0].id.startswith("tag:hotpapers.example,")


OURS = "is not written: HOTPAPERS_PAGES names another folder for ours"


@pytest.mark.parametrize(
    "place",
    [
        "papers/cs.LG.bib",
        "papers/2021-04-06.ris",
        "papers/2021-04-07.csl.json",
        "papers/2021-04-06.json",
        "papers/hotpapers-2021.csv",
        "papers/top.atom.xml",
        "papers/feeds.opml",
        "papers/cs.LG.html",
        "papers/index.html",
    ],
)
def test_a_static_file_of_the_site_stays_and_is_told_of(build, place):
    static = {
        "STATIC_PATHS": ["extra"],
        "EXTRA_PATH_METADATA": {"extra/mine.txt": {"path": place}},
    }
    site = build(FILES | {"extra/mine.txt": "Mine."}, **WHOLE, **static)
    assert site.pages[place] == "Mine."
    assert site.errors == []
    (told,) = site.warnings
    assert re.fullmatch(
        rf"{place} belongs to the file .*extra/mine\.txt\. So our .* {OURS}", told
    )


@pytest.mark.parametrize(
    "place",
    [
        "papers/top.bib",
        "papers/top.atom.xml",
        "papers/2021-04-06.json",
        "papers/top.html",
    ],
)
@pytest.mark.parametrize("relative", [False, True])
def test_a_page_of_the_site_stays_and_is_told_of(build, place, relative):
    page = f"Title: Mine\nsave_as: {place}\n\nMine alone.\n"
    settings = WHOLE | {"RELATIVE_URLS": relative}
    site = build(FILES | {"pages/mine.md": page}, **settings)
    assert "Mine alone." in site.pages[place]
    assert site.errors == []
    (told,) = site.warnings
    assert re.fullmatch(
        rf"{place} belongs to the page .*pages/mine\.md\. So our .* {OURS}", told
    )


def test_a_folder_of_the_site_stays_and_is_told_of(build):
    page = "Title: Mine\nsave_as: papers/top.bib/index.html\n\nMine alone.\n"
    site = build(FILES | {"pages/mine.md": page}, **WHOLE)
    assert "Mine alone." in site.pages["papers/top.bib/index.html"]
    assert site.errors == []
    assert len(site.warnings) == 1


@pytest.mark.parametrize(
    ("files", "settings"),
    [
        ({"pages/mine.md": "Title: Mine\nsave_as: papers\n\nMine alone.\n"}, {}),
        (
            {"extra/mine.txt": "Mine alone."},
            {
                "STATIC_PATHS": ["extra"],
                "EXTRA_PATH_METADATA": {"extra/mine.txt": {"path": "papers"}},
            },
        ),
    ],
    ids=["page", "static file"],
)
def test_a_file_of_the_site_in_the_place_of_our_folder_stays(build, files, settings):
    site = build(FILES | files, **WHOLE, **settings)
    assert "Mine alone." in site.pages["papers"]
    assert site.errors == []
    (told,) = site.warnings
    assert told.startswith("papers belongs to the ")
    assert told.endswith(f". So our folder {OURS}")
    assert "papers/top.html" not in site.pages


def test_files_of_ours_from_the_build_before_are_no_hindrance(build):
    settings = WHOLE | {"DELETE_OUTPUT_DIRECTORY": False}
    build(FILES, **settings)
    site = build(FILES, **settings)
    assert site.warnings == site.errors == []
