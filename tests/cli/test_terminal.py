"""A digest in the terminal: all there is to read, and nothing that acts."""

import datetime as dt
import io
import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendered_templates import COVERAGE, DAY, EMPTY, HOT, words
from rich.console import Console

from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.cli.terminal import DigestPrinter, coverage_texts
from pelican_hotpapers.model import Coverage, Digest, Paper, Post

MORNING = dt.datetime(2021, 4, 8, 9, 37, 53, tzinfo=dt.UTC)
ESCAPES = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J",
    "a\rb\x08\x08c",
    "\u202egnp.exe\u2066x",
    "two\nlines\u2028three\x85four",
    "[bold red]loud[/] [link=https://evil.example]here[/link] [/]",
    ":warning:",
)
SAFE_CONTROLS = {"\n"}


def printed(digest, *, width=60, colour=False, **options):
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        highlight=False,
        force_terminal=colour,
        color_system="standard" if colour else None,
    )
    DigestPrinter(console=console, **options).print(digest)
    return out.getvalue()


def with_text(text):
    """Return a digest with a text in every field that takes one."""
    post = Post(
        url=f"https://example.org/{text}",
        platform=text,
        author_name=text,
        author_handle=text,
        html=text,
    )
    paper = Paper(
        arxiv_id="2104.01778",
        rank=1,
        title=f"Title {text}",
        authors=(text, text),
        categories=(text,),
        abstract=text,
        abs_url=f"https://example.org/{text}",
        code_url=text,
        project_url=f"https://example.org/?{text}",
        signals={text: 3},
        posts=(post, Post(url=text, platform=text), Post(url=text)),
    )
    coverage = Coverage(
        source=text, url=text, counted_by=(text, "feed"), problems=(text,)
    )
    day = dt.date(2021, 4, 7)
    return Digest(date=day, title=text, papers=(paper,), coverage=(coverage,))


# What is read


def test_a_digest_is_told_whole():
    text = printed(DAY, width=70, abstracts=True)

    for said in (
        "Hot Papers 2021-04-07",
        "2 papers · collected 2021-04-08 09:37 UTC",
        "Hugging Face listed 48 papers",
        "1  On x² & its friends",
        "Ada Lovelace, Henri Poincaré, Emmy Noether",
        "4,164 reposts · 482 likes · 31 upvotes · 1 github star · cs.LG stat.ML",
        "https://arxiv.org/abs/2104.01778",
        "code https://github.com/ada/friends",
        "project https://example.org/friends",
        "We prove that a<b in 10% of cases.",
        "Posts: Ada L. (@ada), on Bluesky",
        "2  An old one",
        "https://arxiv.org/abs/quant-ph/0201082",
    ):
        assert words(said) in words(text)


def test_abstracts_are_for_those_who_ask():
    assert "We prove" not in printed(DAY)


def test_the_hottest_alone_and_how_many_more_there_are():
    text = printed(DAY, papers=1)

    assert "On x²" in text
    assert "An old one" not in text
    assert text.rstrip().endswith("And 1 more paper.")
    assert "more paper" not in printed(DAY, papers=2)


def test_a_day_without_papers_says_so():
    assert "No hot papers on this day · collected 2021-04-08" in printed(EMPTY)


def test_many_authors_are_cut():
    many = replace(HOT, authors=tuple(f"Author {n}" for n in range(11)))
    text = words(printed(replace(DAY, papers=(many,))))

    assert "Author 9 et al." in text
    assert "Author 10" not in text


def test_who_posted_twice_is_named_once():
    posts = (HOT.posts[0], replace(HOT.posts[0], id="2"))
    text = printed(replace(DAY, papers=(replace(HOT, posts=posts),)))

    assert text.count("Ada L.") == 1


def test_what_posts_say_is_told_where_it_is_wanted():
    said = replace(HOT.posts[0], html="<p>One<br>two</p><p>and &lt;three&gt;</p>")
    digest = replace(DAY, papers=(replace(HOT, posts=(said, *HOT.posts[1:])),))
    text = words(printed(digest, quotes=1))

    assert "“One two and <three>” — Ada L. (@ada)" in text
    assert "Posts: on Bluesky" in text
    assert "One two" not in words(printed(digest))


# How it looks


@pytest.mark.parametrize("width", [20, 60, 200])
def test_lines_fit_and_links_stay_whole(width):
    long = replace(HOT, title="Word " * 60, abstract="word " * 300, code_url=LONG_URL)
    text = printed(replace(DAY, papers=(long,)), width=width, abstracts=True)

    lines = text.splitlines()
    assert any(line.endswith(LONG_URL) for line in lines)
    assert all(len(line) <= min(width, 88) for line in lines if "https:" not in line)
    assert not any(line.endswith(" ") for line in lines)


LONG_URL = "https://example.org/" + "a-very-long-address/" * 8 + "end"


def test_the_text_stands_beside_the_rank():
    papers = tuple(
        replace(HOT, rank=rank, arxiv_id=f"2104.{rank:05}") for rank in (9, 10)
    )
    text = printed(replace(DAY, papers=papers))

    assert "\n  9  On x²" in text
    assert "\n 10  On x²" in text
    assert text.count("\n     Ada Lovelace") == 2


def test_colour_is_for_terminals():
    assert "\x1b[" in printed(DAY, colour=True)
    assert "\x1b" not in printed(DAY)


def test_each_source_is_told_of_as_on_the_page():
    problems = ("status 503 for <a> & others",)
    down = Coverage(source="feed", url="https://lab.example/", problems=problems)
    assert list(coverage_texts(replace(DAY, coverage=(COVERAGE, down)))) == [
        "Hugging Face listed 48 papers: 30 shown, 15 under the threshold, 3 could not "
        "be completed. Counted by Hugging Face and Hacker News, 2021-04-08 09:37 UTC.",
        "lab.example could not be asked: status 503 for <a> & others.",
    ]


# What does nothing


@pytest.mark.parametrize("text", ESCAPES)
def test_no_text_acts_on_the_terminal(text):
    shown = printed(with_text(text), abstracts=True, quotes=1)

    assert "Title" in shown
    assert "\N{REPLACEMENT CHARACTER}" not in shown
    for char in set(shown) - SAFE_CONTROLS:
        assert unicodedata.category(char) not in {"Cc", "Zl", "Zp"}, repr(char)
        assert unicodedata.bidirectional(char) not in BIDI_CONTROLS, repr(char)


BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_brackets_are_brackets():
    shown = printed(with_text("[bold]x[/bold] [/]"), colour=True, width=200)

    assert shown.count("[bold]x[/bold] [/]") >= len(fields(Post))
    assert "evil" not in printed(replace(DAY, papers=(EVIL,)))


EVIL = replace(HOT, code_url="javascript:evil()", project_url="//evil.example")


@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_printed(text):
    shown = printed(with_text(text), abstracts=True, quotes=1)

    assert not set(shown) & {"\x1b", "\r", "\x9b", "\u202e"}
    shown.encode()


def test_plain_text_is_one_line():
    assert plain_line(" a\n\tb\u2029\x1b[1mc ") == "a b [1mc"
