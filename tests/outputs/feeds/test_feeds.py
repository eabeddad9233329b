"""Feeds as others read them: Atom, JSON Feed, and the list of all feeds."""

# ruff: noqa: S314 - what is parsed was written here

import datetime as dt
from email.utils import parsedate_to_datetime
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from feed_rules import ATOM, atom_faults, json_feed_faults, links, opml_faults
from markupsafe import Markup
from outputs.feeds.made_feeds import (
    FOLDER,
    HOUSE,
    MONDAY,
    atom,
    entry,
    feed,
    feed_of,
    json_feed,
    many_days,
    paper,
    parsed,
    written,
)

from pelican_hotpapers import read_digest
from pelican_hotpapers.model import Digest
from pelican_hotpapers.outputs.feeds import MOST_ITEMS, Publisher, opml
from pelican_hotpapers.pages.subscriptions import NEWS


class TestAtom:
    def test_what_a_paper_is_there(self):
        facts = {
            "title": r"On $S^2$ and Poincar\'e",
            "authors": ("Ada Hirt", r"J\"org"),
            "categories": ("cs.CV", "no.such"),
            "abstract": "We look.",
        }
        page = f"{FOLDER}/2611.00001.html"
        found = parsed(atom(feed(paper(1, **facts), url=lambda _: page))).entries[0]
        assert found.title == "On S² and Poincaré"
        assert [author.name for author in found.authors] == ["Ada Hirt", "Jörg"]
        assert [(tag.term, tag.label) for tag in found.tags] == [
            ("cs.CV", "Computer Vision and Pattern Recognition"),
            ("no.such", None),
        ]
        assert found.link == page
        assert "https://arxiv.org/abs/2611.00001" in [link.href for link in found.links]
        assert found.published == found.updated
        assert found.updated.startswith(f"{MONDAY}T")

    def test_content_is_html_also_where_it_is_marked_as_safe(self):
        html = "<p>a &lt; b &amp; <math><mi>x</mi></math></p>"
        for said in (html, Markup(html)):  # noqa: S704 - the two are the same here
            element = entry(feed(paper(1), content=lambda _, said=said: said)).find(
                f"{ATOM}content"
            )
            assert (element.get("type"), element.text) == ("html", html)

    def test_no_html_ends_the_content(self):
        html = "<p>r[c[0]]>9, and ]]></p>"
        element = entry(feed(paper(1), content=lambda _: html)).find(f"{ATOM}content")
        assert element.text == html.replace("]]>", "]]&gt;")

    def test_rules(self):
        assert atom_faults(atom(feed_of(many_days()))) == []

    def test_a_feed_without_papers_is_sound_and_does_not_change_by_itself(self):
        text = atom(feed())
        assert atom_faults(text) == []
        assert parsed(text).feed.updated.startswith(HOUSE.since.isoformat())

    def test_no_author_no_category_no_abstract_no_content(self):
        text = atom(feed(paper(1), content=lambda _: ""))
        assert atom_faults(text) == []
        assert parsed(text).entries[0].link == "https://arxiv.org/abs/2611.00001"

    def test_it_names_its_hub_and_its_own_address(self):
        text = atom(feed_of(many_days()))
        assert links(text, "hub") == [HOUSE.hub]
        assert links(text, "self") == [f"{FOLDER}/cs.CV.atom.xml"]

    def test_the_feed_is_as_new_as_its_newest_paper(self):
        found = parsed(atom(feed_of(many_days())))
        assert found.feed.updated == max(each.updated for each in found.entries)

    def test_times_descend(self):
        times = [each.updated for each in parsed(atom(feed_of(many_days()))).entries]
        assert all(newer > older for newer, older in pairwise(times))


class TestIds:
    def test_of_a_paper_do_not_depend_on_feed_or_page(self):
        here = entry(feed(paper(1)))
        there = entry(feed(paper(1), stem="top", url=lambda _: f"{FOLDER}/x.html"))
        assert here.findtext(f"{ATOM}id") == there.findtext(f"{ATOM}id")

    def test_of_sites_that_share_a_host_differ(self):
        other = Publisher(title="x", url="https://example.org/other", since=HOUSE.since)
        ids = {
            entry(feed(paper(1), publisher=publisher)).findtext(f"{ATOM}id")
            for publisher in (HOUSE, other)
        }
        assert len(ids) == 2

    @pytest.mark.parametrize(
        "url",
        [
            *("", "/", "javascript:alert(1)", "https://[x"),
            "http://bücher.example/ä b",
            f"https://{'a' * 70}.example.org/",
        ],
    )
    def test_are_absolute_whatever_the_site_says_of_itself(self, url):
        publisher = Publisher(title="x", url=url, since=HOUSE.since)
        assert atom_faults(atom(feed(paper(1), publisher=publisher))) == []


class TestNewest:
    def test_a_feed_has_the_newest_papers(self):
        digests = [*many_days(days=30, papers=5)]
        everything = {each.arxiv_id for day in digests for each in day.papers}
        assert len(everything) > MOST_ITEMS
        found = [each.link[-10:] for each in parsed(atom(feed_of(digests))).entries]
        # A day's first is the day before's last, and appeared with that one.
        newest = sorted(everything, reverse=True)[:MOST_ITEMS]
        assert len(found) == MOST_ITEMS
        assert sorted(found, reverse=True) == newest

    @pytest.mark.parametrize(
        ("days_later", "number", "shown"), [(30, 20, 40), (31, 20, 20), (31, 4, 10)]
    )
    def test_what_is_a_month_old_makes_way_but_ten_papers_stay(
        self, days_later, number, shown
    ):
        later = MONDAY + dt.timedelta(days=days_later)
        old = Digest(date=MONDAY, papers=tuple(map(paper, range(1, 21))))
        new = Digest(date=later, papers=tuple(map(paper, range(50, 50 + number))))
        assert len(parsed(atom(feed_of([old, new]))).entries) == shown

    def test_items_are_made_of_what_is_shown_alone(self):
        asked = []

        def content(entry):
            asked.append(entry.arxiv_id)
            return ""

        written(feed_of(many_days(days=60, papers=5), content=content))
        assert len(asked) == len(set(asked)) == MOST_ITEMS

    def test_another_paper_leaves_entries_as_they_were(self):
        digests = [*many_days()]
        before, after = (
            [
                ET.tostring(each)
                for each in ET.fromstring(atom(feed_of(days))).iter(f"{ATOM}entry")
            ]
            for days in (digests[:-3], digests)
        )
        assert after[-len(before) :] == before


class TestJsonFeed:
    def test_has_the_papers_of_the_atom_feed(self):
        feed = feed_of(many_days())
        assert [
            (each["id"], each["title"], each["url"], each["date_published"])
            for each in json_feed(feed)["items"]
        ] == [
            (each.id, each.title, each.link, each.updated)
            for each in parsed(atom(feed)).entries
        ]

    def test_rules(self):
        address = f"{FOLDER}/cs.CV.feed.json"
        assert json_feed_faults(written(feed_of(many_days()))[address]) == []

    def test_it_names_its_hub_and_its_own_address(self):
        found = json_feed(feed_of(many_days()))
        assert found["hubs"] == [{"type": "WebSub", "url": HOUSE.hub}]
        assert found["feed_url"] == f"{FOLDER}/cs.CV.feed.json"

    def test_a_paper_without_html_has_its_abstract(self):
        found = json_feed(feed(paper(1, abstract="We look."), content=lambda _: ""))
        assert found["items"][0]["content_text"] == "We look."

    def test_a_paper_with_nothing_but_a_title(self):
        text = written(feed(paper(1), content=lambda _: ""))[
            f"{FOLDER}/cs.CV.feed.json"
        ]
        assert json_feed_faults(text) == []

    def test_a_feed_without_papers(self):
        assert json_feed(feed())["items"] == []


class TestOpml:
    GROUPS = (
        opml.Group(title="Topics", feeds=()),
        opml.Group(
            title="Categories & more",
            feeds=(
                opml.Subscription.of(feed(title="On <x>\x07", about="All of it")),
                opml.Subscription(title="All", url="https://example.org/all.xml"),
            ),
        ),
    )

    def written(self, groups=GROUPS):
        modified = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)
        return opml.subscription_list(HOUSE, groups, modified=modified)

    def test_rules(self):
        assert opml_faults(self.written()) == []

    def test_lists_the_feeds_by_group(self):
        root = ET.fromstring(self.written())
        (group,) = root.findall("body/outline")
        assert group.get("text") == "Categories & more"
        assert [(each.get("text"), each.get("xmlUrl")) for each in group] == [
            ("On <x>", f"{FOLDER}/cs.CV.atom.xml"),
            ("All", "https://example.org/all.xml"),
        ]
        assert group[0].get("htmlUrl") == f"{FOLDER}/cs.CV.html"

    def test_says_of_when_it_is(self):
        said = ET.fromstring(self.written()).findtext("head/dateModified")
        assert parsedate_to_datetime(said).date() == MONDAY


def test_a_blog(blog_posts):
    digests = [read_digest(path) for path in blog_posts]
    made = feed_of(digests)
    for address, text in written(made).items():
        faults = atom_faults if address.endswith(".xml") else json_feed_faults
        assert faults(text) == [], address
    entries = parsed(atom(made)).entries
    newest = max(digest.date for digest in digests)
    recent = {
        paper.arxiv_id
        for digest in digests
        for paper in digest.papers
        if newest - digest.date <= NEWS
    }
    assert len(entries) == min(len(recent), MOST_ITEMS)
    assert not any("$" in each.title or "\\" in each.title for each in entries)
