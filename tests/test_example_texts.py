"""The words of the example site: in German, and none that is other people's."""

from __future__ import annotations

import gettext
import re
from html import unescape
from pathlib import Path

from babel.messages.pofile import read_po

from pelican_hotpapers import read_digest

EXAMPLE = Path(__file__).parents[1] / "example_site"


def test_what_its_templates_say_is_there_in_german():
    catalogue = EXAMPLE / "theme/translations/de/LC_MESSAGES/hotpapers.po"
    messages = [
        (message.id, message.string)
        for message in read_po(catalogue.open("rb"))
        if message.id
    ]
    german = gettext.GNUTranslations(catalogue.with_suffix(".mo").open("rb"))
    for said, string in messages:
        if isinstance(said, tuple):
            found = tuple(german.ngettext(*said, number) for number in (1, 2))
        else:
            found = german.gettext(said)
        assert found == string
        assert all(found)
    calls = "".join(
        template.read_text("utf-8")
        for folder in ("theme/templates", "overrides")
        for template in EXAMPLE.joinpath(folder).rglob("*.html")
    )
    one = re.findall(r'"([^"]*)"\|hotpapers_gettext', calls)
    several = re.findall(r'hotpapers_ngettext\("([^"]*)", "([^"]*)"', calls)
    assert {said for said, _ in messages} == {*one, *several}


def test_no_text_of_the_seed_posts_is_in_it(seed_posts):
    """Facts may be, such as titles and names; what people wrote may not."""
    ours = {
        piece
        for path in EXAMPLE.rglob("*")
        if path.suffix in {".md", ".json", ".yaml", ".html", ".py"}
        for piece in _pieces(path.read_text("utf-8"))
    }
    theirs = {
        piece
        for post in seed_posts
        for paper in read_digest(post).papers
        for text in (paper.abstract, *(post.html for post in paper.posts))
        for piece in _pieces(_words(text, paper.title))
    }
    assert theirs
    assert not ours & theirs


PIECE = 60


def _pieces(text: str) -> set[str]:
    """Return every piece of a text that is long enough to be somebody's sentence."""
    text = " ".join(text.split())
    return {text[i : i + PIECE] for i in range(len(text) - PIECE + 1)}


def _words(text: str, title: str) -> str:
    """Return what somebody wrote, without tags, links and the paper's title."""
    words = " ".join(unescape(re.sub(r"<[^<>]*>|https?://\S+", " ", text)).split())
    return words.replace(" ".join(title.split()), "\N{REPLACEMENT CHARACTER}")
