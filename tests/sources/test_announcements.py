"""Which papers arXiv announced on a day."""

import datetime as dt
from dataclasses import replace
from types import MappingProxyType

import pytest
from loopback import arxiv_replies as replies
from loopback.arxiv import QUERY, RSS, ArXiv
from loopback.arxiv_replies import Eprint
from loopback.faults import EACH_KIND, FAULTS, answering, unavailable
from loopback.server import Reply, Server

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.sources import fingerprint
from pelican_hotpapers.sources.announcements import MOST_ITEMS, Announcements
from pelican_hotpapers.sources.catalogue import Catalogue

FRIDAY = dt.date(2026, 8, 21)
MORNING = dt.datetime(2026, 8, 21, 12, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 8, 21, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ARCHIVES = ("cs", "stat.ML")
SUBMITTED = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def server():
    with Server() as server:
        yield server


def eprint(number, *categories, submitted=SUBMITTED):
    return Eprint(
        f"2608.{number:05}", submitted=submitted, categories=categories or ("cs.LG",)
    )


def announcements(  # noqa: PLR0913
    server,
    papers=(),
    *,
    now=MORNING,
    feed_day=FRIDAY,
    announced=(),
    earlier=MappingProxyType({}),
    **client,
):
    url = ArXiv(papers, feed_day, dict(announced)).speak(server)
    http = Client(backoff=0.01, tries=2, **{"timeout": 60, **client})
    known = Catalogue(http, base_url=url, oai_url=url, pace=0)
    return Announcements(
        http, known, lambda: now, url, lambda day: earlier.get(day, {})
    )


def kinds(papers, kind="new"):
    return {paper.id: kind for paper in papers}


def on(server, papers=(), *, day=FRIDAY, archives=ARCHIVES, **settings):
    return announcements(server, papers, **settings).on(day, archives)


def refused(server, papers=(), **settings):
    with pytest.raises(SourceError) as caught:
        on(server, papers, **settings)
    return caught.value.in_full


def numbers(announced):
    return sorted(int(each[-5:]) for each in announced.arxiv_ids)


# Days without announcements


@pytest.mark.parametrize(
    "day", ["2026-08-15", "2026-08-16", "2026-01-02", "1990-01-01"]
)
def test_nothing_is_asked_for_days_without_announcements(server, day):
    assert on(server, day=dt.date.fromisoformat(day)) is None
    assert server.requests == []


def test_a_batch_to_come_is_not_asked_for(server):
    before = dt.datetime(2026, 8, 20, 23, 59, tzinfo=dt.UTC)
    reads = refused(server, now=before)
    assert "2026-08-21 at 00:00 UTC" in reads
    assert server.requests == []


def test_nothing_on_a_recent_day_may_be_a_lag(server):
    for now in (MORNING, MORNING + DAY, MORNING + 6 * DAY):
        assert "asked again" in refused(server, now=now)


def test_nothing_on_a_day_long_ago_is_a_holiday(server):
    assert on(server, now=MORNING + 7 * DAY) is None
    assert len(server.asked(QUERY)) == 1


# Earlier days


def test_an_earlier_day_is_told_by_the_time_of_submission(server):
    papers = [
        eprint(1, submitted=dt.datetime(2026, 8, 19, 17, 59, 59, tzinfo=dt.UTC)),
        eprint(2, submitted=dt.datetime(2026, 8, 19, 18, 0, 0, tzinfo=dt.UTC)),
        eprint(3, submitted=dt.datetime(2026, 8, 20, 17, 59, 59, tzinfo=dt.UTC)),
        eprint(4, submitted=dt.datetime(2026, 8, 20, 18, 0, 0, tzinfo=dt.UTC)),
        eprint(5, "stat.ML", "math.ST"),
        eprint(6, "math.ST", "cs.AI"),
        eprint(7, "math.ST", "stat.ME"),
    ]
    found = on(server, papers, now=MORNING + DAY)
    assert numbers(found) == [2, 3, 5, 6]
    assert found.at == dt.datetime(2026, 8, 21, 0, 0, tzinfo=dt.UTC)
    assert found.problems == ()
    assert server.asked(RSS) == []


def test_the_papers_of_a_holiday_come_with_the_next_batch(server):
    monday = dt.datetime(2026, 9, 7, 15, tzinfo=dt.UTC)
    now = dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC)
    papers = [eprint(1, submitted=monday), eprint(2, submitted=monday + DAY)]
    assert on(server, papers, day=dt.date(2026, 9, 8), now=now) is None
    found = on(server, papers, day=dt.date(2026, 9, 9), now=now)
    assert numbers(found) == [1, 2]


@pytest.mark.parametrize("fault", ["503", "Rate exceeded with 200", "truncated"])
def test_an_index_that_is_down_is_an_error(server, fault):
    server.faults[QUERY] = FAULTS[fault]
    assert "127.0.0.1" in refused(server, [eprint(1)], now=MORNING + DAY)


# The current batch


def test_new_and_cross_listed_papers_are_announced_and_replacements_are_not(server):
    said = ["new", "cross", "replace", "replace-cross", "absonly", "", "odd"]
    papers = [eprint(number) for number, _ in enumerate(said, 1)]
    announced = {paper.id: kind for paper, kind in zip(papers, said, strict=True)}
    found = on(server, papers, archives=["cs"], announced=announced)
    assert numbers(found) == [1, 2]
    assert found.problems == ()
    assert found.at == dt.datetime(2026, 8, 21, tzinfo=dt.UTC)


def test_the_current_batch_needs_a_request_for_each_archive_and_no_more(server):
    papers = [eprint(1), eprint(2, "stat.ML"), eprint(3, "cs.LG", "stat.ML")]
    found = on(server, papers, announced=kinds(papers))
    assert numbers(found) == [1, 2, 3]
    assert len(found.arxiv_ids) == 3
    asked = [request.path for request in server.requests]
    assert asked == ["/rss/cs", "/rss/stat.ML"]


def test_what_moderation_held_is_in_the_batch_in_which_it_comes(server):
    held = eprint(1, submitted=SUBMITTED - 9 * DAY)
    assert numbers(on(server, [held], announced=kinds([held]))) == [1]


def test_the_feed_of_another_day_is_not_this_days(server):
    papers = [eprint(1), eprint(2)]
    found = on(server, papers, feed_day=FRIDAY - DAY, announced=kinds(papers[:1]))
    assert numbers(found) == [1, 2]
    assert found.problems == ()
    assert server.asked(QUERY)


def test_the_evening_before_has_the_feed_of_the_day_before(server):
    evening = dt.datetime(2026, 8, 21, 1, tzinfo=dt.UTC)
    papers = [eprint(1), eprint(2)]
    announced = kinds(papers[:1])
    found = on(server, papers, now=evening, feed_day=FRIDAY - DAY, announced=announced)
    assert numbers(found) == [1, 2]
    assert server.asked(RSS) == []


def feed_of(*items, built=MIDNIGHT):
    return answering(replies.rss("cs", items, built))


def test_items_of_another_day_under_a_fresh_heading_are_stale(server):
    stale = replies.item(eprint(1), "new", MIDNIGHT - DAY)
    server.faults[RSS] = feed_of(stale)
    assert numbers(on(server, [eprint(2)])) == [2]


def changed(item, *change):
    assert change[0] in item
    return item.replace(*change)


def test_items_are_read_with_what_they_lack(server):
    items = [replies.item(eprint(number), "new", MIDNIGHT) for number in range(1, 6)]
    link = "https://arxiv.org/abs/2608.00001"
    kind = "<arxiv:announce_type>new</arxiv:announce_type>"
    items[0] = changed(items[0], link, link + "/sso-callback")
    items[1] = changed(items[1], kind, "")
    items[2] = changed(changed(items[2], kind, ""), "Announce Type: new", "")
    items[3] = changed(
        changed(items[3], "abs/2608.00004", ""), "oai:arXiv.org:2608", ""
    )
    items[4] = changed(items[4], "Fri, 21 Aug 2026", "Some day")
    server.faults[RSS] = feed_of(*items)
    found = on(server, archives=["cs"])
    assert numbers(found) == [1, 2, 5]


@pytest.mark.parametrize("year", ["0001", "1492", "9999", "99999"])
@pytest.mark.parametrize("moment", ["23:59:59 -1200", "00:00:00 +1200"])
def test_dates_at_the_ends_of_the_calendar_are_none(server, year, moment):
    item = replies.item(eprint(1), "new", MIDNIGHT)
    odd = changed(item, "21 Aug 2026 04:00:00 +0000", f"31 Dec {year} {moment}")
    server.faults[RSS] = feed_of(odd)
    assert numbers(on(server, [eprint(1)], archives=["cs"])) == [1]


@pytest.mark.parametrize(
    "empty", [feed_of(), answering(Reply(b"<rss><channel/></rss>"))]
)
def test_feeds_without_papers_say_nothing(server, empty):
    server.faults[RSS] = empty
    assert numbers(on(server, [eprint(1)])) == [1]


def test_a_quiet_archive_beside_a_busy_one_is_quiet(server):
    papers = [eprint(1), eprint(2, "stat.ML")]
    found = on(server, papers, announced=kinds(papers[:1]))
    assert numbers(found) == [1]
    assert server.asked(QUERY) == []


def test_a_feed_that_is_cut_short_is_completed(server):
    papers = [eprint(number) for number in range(1, MOST_ITEMS + 6)]
    found = on(server, papers, announced=kinds(papers), archives=["cs"])
    assert len(found.arxiv_ids) == MOST_ITEMS + 5
    assert found.problems == ()


def test_a_feed_that_is_cut_short_and_cannot_be_completed_is_better_than_none(server):
    papers = [eprint(number) for number in range(1, MOST_ITEMS + 6)]
    server.faults[QUERY] = unavailable()
    found = on(server, papers, announced=kinds(papers), archives=["cs"])
    assert len(found.arxiv_ids) == MOST_ITEMS
    assert found.lacks.keys() == {"cs"}
    assert "503" in found.lacks["cs"]


# Feeds that are stale


def told_apart(*papers):
    return fingerprint(paper.id for paper in papers)


def test_a_feed_that_is_stale_alone_is_not_believed_and_the_index_is_asked(server):
    old, new, other = eprint(1, "cs.AI"), eprint(2, "cs.AI"), eprint(3, "cs.CL")
    old = replace(old, submitted=SUBMITTED - 3 * DAY)
    earlier = {FRIDAY - DAY: {"cs.AI": told_apart(old), "cs.CL": told_apart(new)}}
    announced = kinds([old, other])
    found = on(
        server,
        [old, new, other],
        archives=("cs.AI", "cs.CL"),
        announced=announced,
        earlier=earlier,
    )
    assert numbers(found) == [2, 3]
    assert found.batches == {"cs.CL": told_apart(other)}
    assert found.problems == (f"cs.AI: its feed has the batch of {FRIDAY - DAY} again",)
    assert found.lacks == {}


@pytest.mark.parametrize("index", ["lags", "refuses"])
def test_a_feed_that_is_stale_while_the_index_has_nothing_is_lacking(server, index):
    old, other = eprint(1, "cs.AI"), eprint(3, "stat.ML")
    old = replace(old, submitted=SUBMITTED - 3 * DAY)
    if index == "refuses":
        server.faults[QUERY] = unavailable(406)
    found = on(
        server,
        [old, other],
        archives=("cs", "stat"),
        announced=kinds([old, other]),
        earlier={FRIDAY - 3 * DAY: {"cs": told_apart(old)}},
    )
    assert numbers(found) == [3]
    assert found.lacks.keys() == {"cs"}
    assert f"the batch of {FRIDAY - 3 * DAY} again" in found.lacks["cs"]


# Feeds that fail


def test_an_archive_that_arxiv_does_not_know_is_told_of(server):
    papers = [eprint(1)]
    found = on(server, papers, archives=["cs", "zz"], announced=kinds(papers))
    assert numbers(found) == [1]
    assert any("Bad archive 'zz'" in problem for problem in found.problems)
    assert len(server.asked(RSS)) == 2


def test_only_archives_that_arxiv_does_not_know_are_an_error(server):
    reads = refused(server, archives=["zz"])
    assert "Bad archive 'zz'" in reads
    assert "check the archives" in reads


def test_an_error_feed_of_status_200_is_one(server):
    server.faults[RSS] = answering(replies.rss_error("cs", "No such thing", 200))
    assert "No such thing" in refused(server)


def test_the_page_that_explains_the_feeds_is_no_feed(server):
    papers = [eprint(1)]
    known = announcements(server, papers, announced=kinds(papers))
    server.speakers[RSS + "/cs"] = lambda request: server.speakers[RSS](
        type(request)(**{**vars(request), "path": RSS})
    )
    found = known.on(FRIDAY, ["cs"])
    assert numbers(found) == [1]
    (problem,) = found.problems
    assert "HTML" in problem


@pytest.mark.parametrize("fault", EACH_KIND)
def test_the_index_stands_in_for_a_feed_that_fails(server, fault):
    server.faults[RSS] = FAULTS[fault]
    found = on(server, [eprint(1)], archives=["cs"])
    assert numbers(found) == [1]
    (problem,) = found.problems
    assert "127.0.0.1" in problem


def test_one_feed_that_fails_leaves_the_other(server):
    papers = [eprint(1), eprint(2, "stat.ML")]
    server.faults[RSS + "/stat.ML"] = server.faults[QUERY] = unavailable()
    found = on(server, papers, announced=kinds(papers))
    assert numbers(found) == [1]
    assert len(found.problems) == 1
    assert found.lacks.keys() == {"stat.ML"}


def test_all_that_fails_is_an_error(server):
    server.faults[RSS] = server.faults[QUERY] = unavailable()
    assert "503" in refused(server, [eprint(1)])
