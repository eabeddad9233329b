"""Digests in the feeds that Pelican itself writes, by whole builds."""

# ruff: noqa: S314 - what is parsed was written here

import json
import re
from datetime import datetime
from xml.etree import ElementTree as ET

import feedparser
import pytest
from feed_rules import ATOM, atom_faults
from hot_posts import embed, post, section, yaml_digest

from pelican_hotpapers import read_digest
from pelican_hotpapers.config.types import COMFORTS
from pelican_hotpapers.markup import tex

SITE = "https://example.org/blog"
NOTE = "Title: A note\nDate: 2026-01-01\nAuthor: Ada\nCategory: notes\n\n[a](#here)\n"
DAY = {"hotpapers/2021-04-09.yaml": yaml_digest()}
LINK = re.compile(r'\s(?:href|src|cite)="([^"]*)"')


@pytest.fixture
def feeds(build):
    """Build a site: ``feeds(files, SETTING=…)`` returns its Atom and its RSS feed."""

    def build_feeds(files, **settings):
        settings = {
            "PLUGINS": ["pelican_hotpapers"],
            "SITENAME": "Papers & Coffee",
            "SITEURL": SITE,
            "FEED_ALL_ATOM": "feeds/all.xml",
            "FEED_ALL_RSS": "feeds/rss.xml",
            "RSS_FEED_SUMMARY_ONLY": False,
            **settings,
        }
        site = build(files, **settings)
        return site.pages["feeds/all.xml"], site.pages["feeds/rss.xml"]

    return build_feeds


def collected(day, at, *papers, **facts):
    papers = papers or ({"arxiv_id": "2611.00001", "title": "A Paper"},)
    digest = {"date": day, "collected_at": at, "papers": papers, **facts}
    return json.dumps(digest)


def entries(feed):
    found = feedparser.parse(
        feed.encode(), sanitize_html=False, resolve_relative_uris=False
    )
    assert not found.bozo, found.bozo_exception
    return found.entries


def html(entry):
    return entry.content[0].value if "content" in entry else entry.summary


def contents(feed):
    return [html(entry) for entry in entries(feed)]


@pytest.mark.parametrize("relative", [False, True])
class TestBlog:
    def test_feeds_are_sound_and_have_everything(self, feeds, blog_posts, relative):
        files = {path.name: path.read_bytes() for path in blog_posts}
        atom, rss = feeds(files, RELATIVE_URLS=relative)
        assert atom_faults(atom) == []
        for feed in (atom, rss):
            found = {entry.title: html(entry) for entry in entries(feed)}
            for digest in map(read_digest, blog_posts):
                said = found[digest.title]
                for paper in digest.papers:
                    assert f'id="{paper.anchor}"' in said
                    assert tex.to_html(paper.abstract) in said
                assert said.count('<blockquote class="hotpapers-post"') == sum(
                    len(paper.posts) for paper in digest.papers
                )
        assert "&lt;math" in atom

    def test_links_hold_wherever_they_are_read(self, feeds, blog_posts, relative):
        files = {path.name: path.read_bytes() for path in blog_posts}
        for feed in feeds(files, RELATIVE_URLS=relative):
            for said in contents(feed):
                links = LINK.findall(said)
                assert links
                assert all(link.startswith(("http://", "https://")) for link in links)


class TestContent:
    DAY = "hotpapers/2021-04-09.yaml"

    @pytest.mark.parametrize("relative", [False, True])
    @pytest.mark.parametrize("embeds", ["static", "widget", "link"])
    def test_has_nothing_that_is_for_pages_alone(self, feeds, relative, embeds):
        files = {"2021-04-07.md": post(section(1, embeds=[embed(1)]))}
        settings = {"HOTPAPERS_EMBEDS": embeds, "HOTPAPERS_COMFORTS": COMFORTS}
        for feed in feeds(files, RELATIVE_URLS=relative, **settings):
            (said,) = contents(feed)
            assert "hotpapers-paper" in said
            assert not re.search(
                "<(link|script|style|button|template|dialog)|Z3988|hotpapers.css", said
            )

    @pytest.mark.parametrize("relative", [False, True])
    def test_fragments_lead_to_the_digests_page(self, feeds, relative):
        page = f"{SITE}/hot-papers-2021-04-09.html"
        settings = {"FEED_APPEND_REF": True, "RELATIVE_URLS": relative}
        for feed in feeds({self.DAY: yaml_digest()}, **settings):
            (entry,) = entries(feed)
            assert entry.link == f"{page}?ref=feed"
            assert f'href="{page}#arxiv-2104.00009"' in html(entry)

    @pytest.mark.parametrize("relative", [False, True])
    def test_links_within_the_site(self, feeds, relative):
        settings = {
            "ARTICLE_URL": "{date:%Y}/{slug}.html",
            "ARTICLE_SAVE_AS": "{date:%Y}/{slug}.html",
            "HOTPAPERS_CATEGORY_LINK": f"{SITE}/a.html?c={{category}}&b"
            if not relative
            else "a.html?c={category}&b",
            "RELATIVE_URLS": relative,
        }
        for feed in feeds({"2021-04-07.md": post(section(1))}, **settings):
            (said,) = contents(feed)
            assert f'href="{SITE}/a.html?c=cs.LG&amp;b"' in said

    def test_text_that_looks_like_a_link_stays(self, feeds):
        words = embed(1, text='Say href="#top" here.')
        for feed in feeds({"2021-04-07.md": post(section(1, embeds=[words]))}):
            (said,) = contents(feed)
            assert re.search('Say href=("|&quot;|&#34;)#top', said)

    def test_titles_are_plain_text(self, feeds):
        title = r"On $S^2$, \emph{Poincar\'e} & <b>bold</b>"
        files = {
            "hotpapers/2021-04-09.json": collected(
                "2021-04-09", "2021-04-10T08:00:00Z", title=title
            )
        }
        for feed in feeds(files):
            (entry,) = entries(feed)
            assert entry.title.startswith("On S², Poincaré & ")
            assert "<" not in entry.title

    def test_characters_that_xml_has_not_do_not_end_the_build(self, feeds):
        digest = collected(
            "2021-04-09",
            "2021-04-10T08:00:00Z",
            {
                "arxiv_id": "2611.00001",
                "title": "A\x01\ufffe",
                "abstract": "\x0b\uffff",
            },
            title="T\x01\ufffe",
            extra={
                "tags": ["a\x01\ufffe"],
                "category": "c\x02",
                "summary": "\x07\uffff",
            },
        )
        front = 'title: "N\\x01"\ndate: 2026-01-01\ntags: ["b\\x02"]'
        note = f"---\n{front}\n---\nNote \x03.\n"
        found = feeds({"hotpapers/2021-04-09.json": digest, "note.md": note})
        for feed in found:
            assert {entry.title for entry in entries(feed)} == {"T", "N"}

    def test_an_author_is_named(self, feeds):
        atom, rss = feeds({self.DAY: yaml_digest()})
        assert atom_faults(atom) == []
        assert [entry.author for entry in entries(rss)] == ["Papers & Coffee"]

    def test_the_sites_own_author_stays(self, feeds):
        for feed in feeds({self.DAY: yaml_digest()}, AUTHOR="Ada Hirt"):
            assert [entry.author for entry in entries(feed)] == ["Ada Hirt"]


class TestIdsAndTimes:
    def test_a_day_that_is_collected_again_is_the_same_entry(self, feeds):
        found = [
            feeds({"hotpapers/2021-04-09.json": collected("2021-04-09", at)})
            for at in ("2021-04-10T08:00:00Z", "2021-04-12T09:30:00Z")
        ]
        (first, first_rss), (second, second_rss) = (
            map(entries, pair) for pair in found
        )
        assert first[0].id == second[0].id
        assert first[0].published == second[0].published
        assert first_rss[0].id == second_rss[0].id
        assert first_rss[0].published == second_rss[0].published
        updated = datetime.fromisoformat(second[0].updated)
        assert updated == datetime.fromisoformat("2021-04-12T09:30:00Z")

    def test_times_are_in_order(self, feeds):
        files = {
            "hotpapers/2021-04-09.json": collected(
                "2021-04-09", "2021-04-10T08:00:00Z"
            ),
            "hotpapers/2021-04-08.json": collected(
                "2021-04-08", "2021-04-08T01:00:00Z"
            ),
            "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06"),
            "2021-04-07.md": post(section(1)),
        }
        atom, _ = feeds(files, TIMEZONE="America/New_York")
        for entry in entries(atom):
            published, updated = map(
                datetime.fromisoformat, (entry.published, entry.updated)
            )
            assert published <= updated

    def test_a_post_was_published_when_it_says(self, feeds):
        for feed in feeds({"2021-04-07.md": post(section(1))}):
            (entry,) = entries(feed)
            assert entry.published_parsed[:5] == (2021, 4, 8, 9, 37)

    def test_ids_are_unlike_each_other(self, feeds):
        files = {
            f"hotpapers/2021-04-{day:02}.yaml": yaml_digest(f"2021-04-{day:02}")
            for day in range(1, 9)
        }
        for feed in feeds(files):
            assert len({entry.id for entry in entries(feed)}) == len(files)

    def test_a_site_that_only_its_feeds_know_the_address_of(self, feeds):
        files = {"hotpapers/2021-04-09.yaml": yaml_digest()}
        atom, _ = feeds(files, SITEURL="", RELATIVE_URLS=True, FEED_DOMAIN=SITE)
        assert atom_faults(atom) == []

    def test_translations_too(self, feeds):
        both = post(section(1)).replace("draft:", "lang: fr\ndraft:")
        files = {"2021-04-07.md": post(section(1)), "2021-04-07-fr.md": both}
        atom, _ = feeds(files, ARTICLE_LANG_URL="{slug}-{lang}.html")
        assert len({entry.id for entry in entries(atom)}) == 2
        assert atom_faults(atom) == []


class TestHub:
    HUB = "https://hub.example/?a=1&b=2"

    def links(self, feed, relation):
        return [
            link.get("href")
            for link in ET.fromstring(feed).iter(f"{ATOM}link")
            if link.get("rel") == relation
        ]

    @pytest.mark.parametrize("relative", [False, True])
    def test_each_feed_names_the_hub_and_its_own_address(self, feeds, relative):
        atom, rss = feeds(DAY, RELATIVE_URLS=relative, HOTPAPERS_HUB=self.HUB)
        assert atom_faults(atom) == []
        assert entries(rss)
        assert self.links(atom, "hub") == self.links(rss, "hub") == [self.HUB]
        assert self.links(atom, "self") == [f"{SITE}/feeds/all.xml"]
        assert self.links(rss, "self") == [f"{SITE}/feeds/rss.xml"]

    def test_so_do_feeds_without_digests(self, feeds):
        for feed in feeds({"note.md": NOTE}, HOTPAPERS_HUB=self.HUB):
            assert self.links(feed, "hub") == [self.HUB]

    def test_the_address_is_that_which_feeds_go_by(self, feeds):
        atom, _ = feeds(
            DAY,
            HOTPAPERS_HUB=self.HUB,
            FEED_DOMAIN="https://feeds.example",
            FEED_ALL_ATOM_URL="all/",
        )
        assert self.links(atom, "self") == ["https://feeds.example/all/"]

    @pytest.mark.parametrize("settings", [{}, {"HOTPAPERS_HUB": "no address"}])
    def test_without_a_hub_there_is_none(self, feeds, settings):
        for feed in feeds(DAY, **settings):
            assert self.links(feed, "hub") == []


class TestGoodGuest:
    def test_other_posts_are_as_without_the_plugin(self, feeds):
        day = {"hotpapers/2021-04-09.yaml": yaml_digest()}
        without, _ = feeds({"note.md": NOTE}, PLUGINS=[])
        beside, _ = feeds({"note.md": NOTE, **day})
        (alone,) = ET.fromstring(without).iter(f"{ATOM}entry")
        notes = [
            ET.tostring(entry)
            for entry in ET.fromstring(beside).iter(f"{ATOM}entry")
            if entry.findtext(f"{ATOM}title") == "A note"
        ]
        assert notes == [ET.tostring(alone)]

    @pytest.mark.parametrize("site", [SITE, ""])
    def test_a_feed_without_digests_is_as_without_the_plugin(self, feeds, site):
        settings = {"SITEURL": site, "RELATIVE_URLS": not site, "FEED_DOMAIN": SITE}
        files = {"note.md": NOTE}
        assert feeds(files, **settings) == feeds(files, PLUGINS=[], **settings)

    def test_a_second_build_from_the_cache_is_the_same(self, feeds):
        files = {
            "hotpapers/2021-04-09.yaml": yaml_digest(),
            "2021-04-07.md": post(section(1, embeds=[embed(1)])),
        }
        assert feeds(files) == feeds(files)
