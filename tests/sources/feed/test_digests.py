"""Digests of another site: what is taken, and of which days."""

import datetime as dt
import json
import re

import pytest
from loopback.feed import Feed as Site
from loopback.feed import digest, index, paper
from loopback.server import Reply
from sources.feed.other_site import BEFORE, DAY, NOW, context, fetch, follow, refused

from pelican_hotpapers import read_digest, write_digest
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Digest
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources.entry_points import open_source
from pelican_hotpapers.sources.feed import Feed

SUNDAY = dt.date(2026, 11, 15)
YESTERDAY = dt.date(2026, 11, 22)


def test_papers_come_as_they_are_there(server):
    found = fetch(server, paper(1), paper(2))
    assert [each.arxiv_id for each in found.papers] == ["2611.00001", "2611.00002"]
    first = found.papers[0]
    assert first.authors == ("Ada Hirt", "Bo Schäfer")
    assert first.categories == ("cs.LG", "stat.ML")
    assert (first.reposts, first.likes, first.score) == (499, 500, 999)
    assert first.signals == {"points": 3}
    assert first.measured_at == dt.datetime(2026, 11, 19, 20, 30, tzinfo=dt.UTC)
    assert [post.id for post in first.posts] == ["100", "101", "102"]
    assert first.posts[0].html == "<blockquote>Counted <b>twice</b></blockquote>"
    assert found.collected_at == NOW


def test_the_page_is_ours_to_make(server):
    found = fetch(server, paper(1))
    assert (found.title, found.slug, found.extra) == (
        Digest(date=DAY).title,
        Digest(date=DAY).slug,
        {},
    )


def test_what_is_wrong_with_their_page_is_no_matter(server):
    found = fetch(server, paper(1), title=7, slug=None, extra="theirs")
    assert found.coverage[0].problems == ()
    assert len(found.papers) == 1


def test_texts_are_not_repaired_a_second_time(server):
    quoted = "Why Krämer reads " + "Krämer".encode().decode("mac_roman")
    assert fetch(server, paper(1, title=quoted)).papers[0].title == quoted


def test_coverage_says_whom_we_follow_and_where_counts_are_from(server):
    found = fetch(server, *map(paper, range(1, 6)), rules=Rules(max_papers=3))
    (line,) = found.coverage
    assert (line.source, line.url) == ("feed", server.url + "/hotpapers")
    assert (line.listed, line.shown, line.beyond) == (5, 3, 2)
    assert (line.below, line.incomplete, line.problems) == (0, 0, ())
    assert line.counted_by == ("x", "hackernews")
    assert line.counted_at == dt.datetime(2026, 11, 19, 20, 30, tzinfo=dt.UTC)
    assert line.batch


def test_a_digest_without_coverage_was_counted_when_it_was_collected(server):
    (line,) = fetch(server, paper(1), coverage=[]).coverage
    assert line.counted_by == ()
    assert line.counted_at == dt.datetime(2026, 11, 19, 21, tzinfo=dt.UTC)


def test_how_many_are_shown_is_ours_and_who_is_hot_is_theirs(server):
    rules = Rules(paper_score=5_000, max_papers=2, max_posts=1)
    found = fetch(server, paper(1), paper(2, score=0), paper(3), rules=rules)
    assert [each.arxiv_id[-1] for each in found.papers] == ["1", "3"]
    assert [each.rank for each in found.papers] == [1, 2]
    assert [len(each.posts) for each in found.papers] == [1, 1]


def test_what_is_taken_can_be_kept_and_read_again(server, tmp_path):
    found = fetch(server, paper(1), paper(2, posts=[]))
    file = tmp_path / f"{DAY}.json"
    write_digest(found, file)
    assert read_digest(file) == found


def test_links_to_a_paper_lead_to_arxiv(server):
    evil = "https://evil.example/malware.pdf"
    found = fetch(
        server, paper(1, pdf_url=evil, abs_url=evil, code_url="https://c.example/")
    )
    assert found.papers[0].pdf_url == "https://arxiv.org/pdf/2611.00001"
    assert found.papers[0].abs_url == "https://arxiv.org/abs/2611.00001"
    assert found.papers[0].code_url == "https://c.example/"


def test_the_same_papers_are_the_same_batch_in_whatever_order(server):
    (line,) = fetch(server, paper(1), paper(2)).coverage
    (turned,) = fetch(server, paper(2, rank=1), paper(1, rank=2)).coverage
    (other,) = fetch(server, paper(1), paper(3)).coverage
    assert line.batch == turned.batch != other.batch


def test_a_day_without_hot_papers_has_a_digest_without_papers(server):
    found = fetch(server)
    assert found.papers == ()
    assert found.coverage[0].listed == 0


def test_the_address_is_asked_for_in_the_settings():
    with pytest.raises(SourceError, match="base_url"):
        open_source("feed", context())


def test_the_index_is_asked_for_once(server):
    source = follow(server, Site({day: digest(day, paper(1)) for day in (DAY, BEFORE)}))
    assert [source.fetch(day).date for day in (BEFORE, DAY)] == [BEFORE, DAY]
    assert [request.path.rpartition("/")[2] for request in server.requests] == [
        "hotpapers.json",
        "2026-11-18.json",
        "2026-11-19.json",
    ]


def test_a_day_that_was_passed_over_has_nothing(server):
    source = follow(server, Site({DAY: digest(DAY, paper(1))}))
    assert source.fetch(SUNDAY) is None
    assert len(server.requests) == 1


def test_a_day_after_the_newest_may_yet_come(server):
    source = follow(server, Site({DAY: digest(DAY, paper(1))}))
    text = refused(source, DAY + dt.timedelta(days=1))
    assert "has nothing for 2026-11-20 yet; its newest day is 2026-11-19" in text
    assert server.url.removeprefix("http://") in text


def test_yesterday_may_yet_come_though_there_is_a_later_day(server):
    today = YESTERDAY + dt.timedelta(days=1)
    source = follow(server, Site({today: digest(today, paper(1))}))
    assert "nothing for 2026-11-22 yet" in refused(source, YESTERDAY)


@pytest.mark.parametrize("address", ["days/of/{}.json", "../elsewhere/{}.json", "/{}"])
def test_addresses_are_relative_to_the_index(server, address):
    site = Site({DAY: digest(DAY, paper(1))})
    site.index = {
        "version": 1,
        "days": [{"date": str(DAY), "url": address.format(DAY)}],
    }
    source = follow(server, site)
    server.speakers["/"] = lambda _request: Reply(json.dumps(site.days[DAY]).encode())
    server.speakers["/hotpapers/days/"] = server.speakers["/"]
    assert len(source.fetch(DAY).papers) == 1


def test_an_absolute_address_may_be_on_the_same_origin(server):
    site = Site({DAY: digest(DAY, paper(1))})
    url = f"{server.url}/hotpapers/{DAY}.json"
    site.index = {"version": 1, "days": [{"date": str(DAY), "url": url}]}
    assert len(follow(server, site).fetch(DAY).papers) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/2026-11-19.json",
        "//evil.example/2026-11-19.json",
        "http://127.0.0.1:1/2026-11-19.json",
        "http://user:word@127.0.0.1/2026-11-19.json",
        "file:///etc/passwd",
        "data:application/json,{}",
        "http://[/2026-11-19.json",
    ],
)
def test_an_address_elsewhere_is_refused(server, address):
    site = Site({DAY: digest(DAY, paper(1))})
    site.index = {"version": 1, "days": [{"date": str(DAY), "url": address}]}
    text = refused(follow(server, site))
    assert f"expected an address at {server.url}" in text
    assert len(server.requests) == 1


def test_a_bad_line_of_the_index_leaves_the_others(server):
    site = Site({DAY: digest(DAY, paper(1))})
    odd = [
        None,
        7,
        {},
        {"date": "2026-02-30", "url": "x.json"},
        {"date": "20261121", "url": "x.json"},
        {"date": "2026-W47-6", "url": "x.json"},
        {"date": 20261121, "url": "x.json"},
        {"date": "2026-11-21", "url": None},
        {"date": "2026-11-21"},
    ]
    site.index = index(site.days)
    site.index = {**site.index, "days": odd + site.index["days"], "generator": "other"}
    source = follow(server, site)
    assert len(source.fetch(DAY).papers) == 1
    assert "newest day is 2026-11-19" in refused(source, dt.date(2026, 11, 21))


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (
            {"version": 2, "days": [{}]},
            "another version than 1 .“2”.. Look for a newer",
        ),
        ({"days": [{}]}, "another version than 1 .“nothing”."),
        ({"version": 1, "days": []}, "has no days, expected one at least"),
        ({"version": 1, "days": {}}, "expected an object with 'days'"),
        ({"version": 1}, "expected an object with 'days'"),
        ([1], r"is no index, expected an object with 'days'.*\[1\]"),
        (b"<!doctype html><title>Hello</title>", "Hello"),
        (b"", "hotpapers|nothing|empty"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_an_index_that_is_none_says_so(server, held, says):
    site = Site({DAY: digest(DAY, paper(1))}, index=held or b" ")
    told = refused(follow(server, site))
    assert re.search(says, told)
    assert server.url.removeprefix("http://") in told
    assert len(told) < 400


def test_a_day_that_the_index_has_and_the_site_has_not(server):
    site = Site({DAY: digest(DAY, paper(1))})
    site.index = index({DAY: None, SUNDAY: None})
    assert "404" in refused(follow(server, site), SUNDAY)


def test_a_folder_without_an_index_can_be_followed(server):
    source = follow(server, Site({DAY: digest(DAY, paper(1))}, has_index=False))
    assert source.fetch(DAY).papers[0].arxiv_id == "2611.00001"
    assert source.fetch(SUNDAY) is None
    assert source.fetch(dt.date.min) is None


def test_without_an_index_the_last_days_may_yet_come(server):
    source = follow(server, Site({DAY: digest(DAY, paper(1))}, has_index=False))
    for day in (YESTERDAY, dt.date(2026, 11, 20)):
        assert f"has nothing for {day} yet" in refused(source, day)


def test_a_wrong_address_is_not_taken_for_quiet_days(server):
    text = refused(Feed(context(), server.url + "/hotpaper/"), SUNDAY)
    assert "found neither hotpapers.json nor a digest of the last 10 days" in text
    assert "Check base_url" in text
