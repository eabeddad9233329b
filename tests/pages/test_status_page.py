"""What a site tells of its collecting: a page, data for programs, a feed, crosses."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from feed_rules import ATOM, atom_faults, json_feed_faults
from hot_posts import yaml_digest

from pelican_hotpapers.storage.collection_history import COLLECTION_HISTORY
from pelican_hotpapers.storage.incomplete_days import INCOMPLETE_DAYS

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "HOTPAPERS_SOURCES": ["huggingface", "arxiv"],
}
AT = "2026-11-20T02:37:00Z"
NIGHT = "2026-11-19T02:37:00Z"
REASON = "huggingface.co answered with <status> 503"
HISTORY = "\n".join(
    (
        f"answered\tarxiv\t2026-11-19\t{AT}",
        f"failing\thuggingface\t{NIGHT}\t{AT}\t{REASON}",
        f"missing\t2026-11-16\t2026-11-17T02:37:00Z\t{NIGHT}\t{REASON}",
        f"missing\t2026-11-18\t{NIGHT}\t-\t{REASON}",
        f"failing\thuggingface\t{AT}\t-\t{REASON}",
        "",
    )
)
NOTES = f"2026-11-17 {NIGHT} 0 {AT} 5f0c categories of 1 paper\n"


def collected(day, **facts):
    paper = {
        "arxiv_id": f"2611.{day[-2:]}001",
        "title": f"A Paper of {day}",
        "authors": ["Ada Hirt"],
        "categories": ["cs.LG"],
        "abstract": "It is read.",
        **facts,
    }
    line = {"source": "arxiv", "listed": 1, "shown": 1}
    night = f"{day[:-2]}{int(day[-2:]) + 1:02}T02:37:00Z"
    digest = {"date": day, "collected_at": night, "coverage": [line]}
    return json.dumps({**digest, "papers": [paper]})


FILES = {
    "hotpapers/2026-11-16.json": collected("2026-11-16"),
    "hotpapers/2026-11-17.json": collected("2026-11-17", categories=[]),
    "hotpapers/2026-11-19.json": collected("2026-11-19"),
    f"hotpapers/{INCOMPLETE_DAYS}": NOTES,
    f"hotpapers/{COLLECTION_HISTORY}": HISTORY,
}
STATUS = ("html", "json", "atom.xml", "feed.json")


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_says_what_is_wrong_and_what_words_mean(site):
    assert site.warnings == site.errors == []
    page = site.pages["papers/status.html"]
    text = text_of(page)
    assert "1 source not answering, 1 day missing, 1 day lacking something." in text
    assert "As of the last collection, 2026-11-20 02:37 UTC" in text
    assert "Hugging Face fails since 2026-11-20 02:37 UTC" in text
    assert "huggingface.co answered with &lt;status&gt; 503" in page
    assert "<status>" not in page
    assert "there is no digest: it could not be had" in text
    assert "missing 2026-11-18 since 2026-11-19 02:37 UTC" in text


def test_each_day_has_a_mark_and_a_word(site):
    page = site.pages["papers/status.html"]
    found = re.findall(r'aria-label="(\w+)" title="([\d-]+): (\w+)">(.)<', page)
    assert {day: (label, mark) for label, day, _, mark in found} == {
        "2026-11-16": ("whole", "●"),
        "2026-11-17": ("lacking", "◐"),
        "2026-11-18": ("missing", "✕"),
        "2026-11-19": ("whole", "●"),
    }
    assert all(label == title for label, _, title, _ in found)
    assert 'href="../hot-papers-2026-11-17.html"' in page


def test_programs_are_told_the_same(site):
    told = json.loads(site.pages["papers/status.json"])
    assert (told["version"], told["at"], told["sound"]) == (1, AT, False)
    states = {each["date"]: each["state"] for each in told["days"]}
    assert states["2026-11-18"] == "missing"
    assert told["counts"] == {"whole": 2, "quiet": 0, "lacking": 1, "missing": 1}
    huggingface, arxiv = told["sources"]
    assert huggingface == {
        "source": "huggingface",
        "answers": False,
        "failing_since": AT,
        "reason": REASON,
    }
    assert (arxiv["answers"], arxiv["last_day"]) == (True, "2026-11-19")


def test_the_feed_tells_what_begins_and_what_ends(site):
    document = site.pages["papers/status.atom.xml"]
    assert atom_faults(document) == []
    assert json_feed_faults(site.pages["papers/status.feed.json"]) == []
    entries = ET.fromstring(document).findall(f"{ATOM}entry")  # noqa: S314 - ours
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Hugging Face does not answer",
        "Hugging Face answers again",
        "Hugging Face does not answer",
        "2026-11-18 is missing",
        "2026-11-16 is no longer missing",
        "2026-11-16 is missing",
    ]
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert len({*moments}) == len(moments)
    assert "status.atom.xml" in site.pages["papers/status.html"]
    assert "status" not in site.pages["papers/feeds.opml"]


def test_entries_keep_their_ids_and_times_when_more_is_told(site, build):
    more = f"missing\t2026-11-20\t2026-11-21T02:37:00Z\t-\t{REASON}\n"
    files = {**FILES, f"hotpapers/{COLLECTION_HISTORY}": HISTORY + more}
    later = build(files, **SETTINGS).pages["papers/status.atom.xml"]

    def entries(document):
        return re.findall(r"<entry>.*?</entry>", document)

    before = entries(site.pages["papers/status.atom.xml"])
    assert entries(later)[1:] == before
    assert "2026-11-20 is missing" in entries(later)[0]


def test_the_calendar_crosses_out_what_is_missing_and_says_so(site):
    page = site.pages["papers/days.html"]
    assert page.count("<title>2026-11-18: missing</title>") == 1
    assert page.count("<td>missing</td>") == 1
    assert "crossed out where a day is missing" in text_of(page)


def test_the_calendar_leads_to_it(site):
    assert 'href="status.html"' in site.pages["papers/days.html"]


def test_a_page_does_not_change_by_itself(site, build):
    again = build(FILES, **SETTINGS)
    for suffix in STATUS:
        name = f"papers/status.{suffix}"
        assert again.pages[name] == site.pages[name]


def test_the_setting_leaves_it_out(build):
    pages = build(FILES, **SETTINGS, HOTPAPERS_STATUS=False).pages
    assert not [name for name in pages if "status." in name]
    assert "2026-11-18: missing" in pages["papers/days.html"]


def test_a_site_of_digests_by_hand_has_none(build):
    files = {
        "hotpapers/2026-11-16.yaml": yaml_digest("2026-11-16"),
        "hotpapers/2026-11-19.yaml": yaml_digest("2026-11-19"),
    }
    pages = build(files, **SETTINGS).pages
    assert "papers/days.html" in pages
    assert not [name for name in pages if "status." in name]
    assert "missing" not in pages["papers/days.html"]
    assert "status.html" not in pages["papers/days.html"]


def test_a_sound_site_says_that_all_is_well(build):
    files = {"hotpapers/2026-11-19.json": collected("2026-11-19")}
    page = build(files, **SETTINGS).pages["papers/status.html"]
    assert "All is well" in page
    assert "What is wrong" not in page
    assert 'answered <time datetime="2026-11-20T02:37:00+00:00"' in page


def test_a_history_that_was_spoilt_costs_no_other_line(build):
    spoilt = (
        f"<<<<<<< HEAD\nmissing\tlate\t-\nfailing\n\0{HISTORY}missing\t2026-99-01\n"
    )
    files = {**FILES, f"hotpapers/{COLLECTION_HISTORY}": spoilt}
    built = build(files, **SETTINGS)
    assert built.errors == []
    assert "Hugging Face does not answer" in built.pages["papers/status.atom.xml"]
