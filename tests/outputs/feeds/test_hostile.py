"""Feeds of papers whose texts mean harm."""

# ruff: noqa: S314 - what is parsed was written here

from xml.etree import ElementTree as ET

import pytest
from feed_rules import ATOM, atom_faults, json_feed_faults
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape
from outputs.feeds.made_feeds import (
    HOUSE,
    atom,
    entry,
    feed,
    json_feed,
    paper,
    parsed,
    written,
)

from pelican_hotpapers.outputs.feeds import Publisher
from pelican_hotpapers.outputs.feeds.items import (
    LONGEST_CONTENT,
    LONGEST_LINE,
)

HOSTILE = [
    "</title><script>alert(1)</script>",
    "]]> &amp; & <!-- &nbsp; ",
    "a\x00b\x0bc\x1b[31m\x85\ufffe\uffff",
    "\ud800 half \udfff",
    "\u202eright to left",
    r"$\frac{a}{b}$ < \emph{x} & \"o",
    '" onload="alert(1)',
    "x" * 100_000,
    "\U0001f468‍\U0001f469 ",
    "",
]


def safe(entry):
    return f"<p>{escape(entry.paper.title)}</p>"


class TestHostileTexts:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_stay_text(self, text):
        publisher = Publisher(
            title=text or "x", url=HOUSE.url, since=HOUSE.since, hub=HOUSE.hub
        )
        one = paper(
            1, title=text, abstract=text, authors=(text, "B"), categories=(text,)
        )
        made = feed(
            one, title=text or "x", about=text, publisher=publisher, content=safe
        )
        for address, found in written(made).items():
            found.encode()
            faults = atom_faults if address.endswith(".xml") else json_feed_faults
            assert faults(found) == [], address
        title = parsed(atom(made)).entries[0].title
        assert title == title.strip()
        assert 0 < len(title) <= LONGEST_LINE
        assert title.replace("\N{ZERO WIDTH JOINER}", "").isprintable()

    @given(st.text(st.characters(codec=None)))
    def test_of_any_characters(self, text):
        made = feed(
            paper(1, title=text, authors=(text,), categories=(text,)),
            title=text + "x",
            content=safe,
        )
        ET.fromstring(atom(made).encode())
        json_feed(made)

    def test_a_title_with_markup_is_shown_as_it_was(self):
        said = "<b>Bold</b> & a < b"
        found = entry(feed(paper(1, title=said)))
        assert found.findtext(f"{ATOM}title") == said
        assert found.find(f"{ATOM}title").get("type", "text") == "text"

    def test_a_title_that_is_marked_as_safe_is_text_all_the_same(self):
        said = Markup("A &amp; B")
        root = ET.fromstring(atom(feed(title=said)))
        assert root.findtext(f"{ATOM}title") == str(said)

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "mailto:a@example.org"])
    def test_links_that_no_page_may_have_become_arxivs(self, url):
        found = json_feed(feed(paper(1, abs_url=url)))["items"][0]
        assert found["url"] == "https://arxiv.org/abs/2611.00001"

    def test_links_that_are_sound_stay(self):
        url = "https://example.net/abs/2611.00001v2"
        assert json_feed(feed(paper(1, abs_url=url)))["items"][0]["url"] == url

    def test_a_paper_of_5000_authors(self):
        authors = tuple(f"Author {number}" for number in range(5000))
        assert len(atom(feed(paper(1, authors=authors)))) < 10_000

    def test_the_summary_in_the_place_of_a_content_is_cut_where_a_word_ends(self):
        def summary(abstract):
            made = feed(paper(1, abstract=abstract), content=lambda _: "")
            return entry(made).findtext(f"{ATOM}summary")

        whole = "ab " * 665 + "aaaaa"
        assert len(whole) == 2000
        assert summary(whole) == whole
        assert summary(f"{whole}a") == whole.rpartition(" ")[0] + "…"

    def test_a_hundred_authors_are_named(self):
        authors = tuple(f"Author {number}" for number in range(102))
        found = entry(feed(paper(1, authors=authors))).iter(f"{ATOM}name")
        assert [each.text for each in found] == [*authors[:100]]

    @pytest.mark.parametrize(("letters", "kept"), [(1000, 1000), (1001, 999)])
    def test_a_title_has_a_thousand_letters(self, letters, kept):
        said = entry(feed(paper(1, title="x" * letters))).findtext(f"{ATOM}title")
        assert said == "x" * kept + "…" * (letters > kept)

    def test_endless_content_gives_way_to_the_abstract(self):
        endless = "<p>x</p>" * LONGEST_CONTENT
        made = feed(paper(1, abstract="We look."), content=lambda _: endless)
        assert entry(made).find(f"{ATOM}content") is None
        assert entry(made).findtext(f"{ATOM}summary") == "We look."
