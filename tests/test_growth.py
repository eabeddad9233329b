"""Every parser, filter and exporter takes time as the text is long that it is given.

What takes a text, a paper or an answer of a service is found in the package itself, so
that what is new is tried as well; what cannot be called without more has a row here.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType
from typing import Any

import pytest
from grown_inputs import SUFFIXES, feeds_of, needed, tried
from growth import Work, growth, repeats
from hostile_texts import PIECES, Hostile
from hot_posts import embed, post, section
from jinja2 import Environment

import pelican_hotpapers
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.topics import Topic, without_tex
from pelican_hotpapers.formats import markdown
from pelican_hotpapers.formats.syntax import read_toml
from pelican_hotpapers.http.response import Response
from pelican_hotpapers.markup.tex import to_html
from pelican_hotpapers.pelican import filters, jinja_environment
from pelican_hotpapers.storage import digest_files

LONGEST = 3_000
TAKEN = Hostile("a").by_type()
PATHS = {"path": "2021-04-06.md", "source_path": "2021-04-06.md", "suffix": "bib"}
"""Parameters that are the site's own, or ours."""
NOT_CALLED = (
    "pelican_hotpapers.cli",
    "pelican_hotpapers.plugin",
    "pelican_hotpapers.sources.entry_points",
    "pelican_hotpapers.storage.digest_files.replace_file",
    "pelican_hotpapers.storage.digest_files.write_digest",
    "pelican_hotpapers.storage.mail_history.address_fingerprint",
    "pelican_hotpapers.translation.catalogues.parsed",
)
"""What reads the command line, a whole site, what else is installed, a site's own
catalogue; what writes; what takes its time on purpose."""


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions of the package, by their places."""
    for found in pkgutil.walk_packages(
        pelican_hotpapers.__path__, "pelican_hotpapers."
    ):
        for name, value in vars(importlib.import_module(found.name)).items():
            function = inspect.unwrap(value) if callable(value) else value
            if (
                isinstance(function, FunctionType)
                and function.__module__ == found.name
                and not name.startswith("_")
                and not f"{found.name}.{name}".startswith(NOT_CALLED)
            ):
                yield (
                    f"{found.name.removeprefix('pelican_hotpapers.')}.{name}",
                    function,
                )


def is_called_with_texts(function: Callable[..., Any]) -> bool:
    types = {kind for name, kind in needed(function).items() if name not in PATHS}
    return bool(types - {"bool", "int"}) and types <= TAKEN.keys()


def called(function: Callable[..., Any], text: str) -> object:
    values = Hostile(text).by_type()
    arguments = {
        name: PATHS.get(name) or values[kind] for name, kind in needed(function).items()
    }
    return exhausted(function(**arguments))


def exhausted(value: object) -> object:
    return list(value) if isinstance(value, Iterator) else value


FUNCTIONS = {place: each for place, each in functions() if is_called_with_texts(each)}


def check(do: Callable[[str], object], pieces=PIECES, longest: int = LONGEST) -> None:
    """Have something do what it does with texts of each kind."""
    slow = {}
    for piece in pieces:

        def work(times: int, piece: str = piece) -> Work:
            return partial(tried, do, piece * times)

        if told := growth(work, repeats(piece, longest)):
            slow[piece] = told
    assert slow == {}


def test_what_takes_texts_is_found():
    for place in (
        *(
            "markup.tex.to_html",
            "markup.sanitize.document",
            "markup.safe_markdown.markdown_to_html",
        ),
        *("formats.markdown.read_post", "formats.syntax.from_toml.read_toml"),
        *(
            "http.response.read_xml",
            "sources.arxiv_atom.read_query_page",
            "pelican.metadata_values.as_slug",
        ),
    ):
        assert place in FUNCTIONS


@pytest.mark.parametrize(
    "module", sorted({place.rpartition(".")[0] for place in FUNCTIONS})
)
def test_functions_of_a_module(module):
    for place, function in FUNCTIONS.items():
        if place.rpartition(".")[0] == module:
            check(partial(called, function))


FILTERS = {
    "acceptance": "paper|hotpapers_acceptance",
    "arxiv_pdf_url": "text|hotpapers_arxiv_pdf_url",
    "arxiv_url": "text|hotpapers_arxiv_url",
    "authors": "[text, text]|hotpapers_authors",
    "category_link": "text|hotpapers_category_link",
    "category_links": "[text, text]|hotpapers_category_links",
    "category_name": "text|hotpapers_category_name",
    "category_url": "text|hotpapers_category_url",
    "citation_url": "paper|hotpapers_citation_url",
    "clean": "text|hotpapers_clean",
    "coins": "paper|hotpapers_coins",
    "count": "3|hotpapers_count(text)",
    "counted_by": "digest|hotpapers_counted_by",
    "gettext": "text|hotpapers_gettext(name=text)",
    "lang": "text|hotpapers_lang",
    "list": "[text, text]|hotpapers_list",
    "names": "[text, text]|hotpapers_names",
    "ngettext": "3|hotpapers_ngettext(text, text, name=text)",
    "ordinal": "3|hotpapers_ordinal",
    "other_days": "paper|hotpapers_other_days",
    "plain": "text|hotpapers_plain",
    "plural_forms": "text|hotpapers_plural_forms(text)",
    "post_text": "post|hotpapers_post_text",
    "service": "text|hotpapers_service",
    "share": "3|hotpapers_share(4)",
    "tex": "text|hotpapers_tex",
    "text": "text|hotpapers_text",
    "time": "digest.date|hotpapers_time",
    "title": "text|hotpapers_title",
    "tweet_embed": "post|hotpapers_tweet_embed ~ text|hotpapers_tweet_embed",
    "url": "text|hotpapers_url",
    "why": "paper|hotpapers_why",
}
"""How templates use each."""


@pytest.fixture(scope="module")
def env() -> Environment:
    env = Environment()  # noqa: S701 - as Pelican's
    jinja_environment.install(env, Config())
    return env


def test_each_filter_has_a_row(env):
    found = [name for name in env.filters if name.startswith(filters.PREFIX)]
    assert {name.removeprefix(filters.PREFIX) for name in found} == FILTERS.keys()


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_filter(env, name):
    template = env.from_string(f"{{{{ {FILTERS[name]} }}}}")

    def do(text):
        hostile = Hostile(text)
        return template.render(
            text=text, post=hostile.post, paper=hostile.paper, digest=hostile.digest
        )

    check(do)


def written(suffix: str, text: str) -> bytes:
    """Return a file in which a text stands wherever one may."""
    if suffix == ".md":
        parts = section(
            1, title=text, abstract=text, embeds=[embed(1).replace("a", text)]
        )
        return post(text, parts).encode(errors="replace")
    document = digest_files._WRITERS[suffix](Hostile(text).digest)
    return document.encode(errors="replace")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_file(suffix):
    check(lambda text: digest_files.parse(written(suffix, text), f"2021-04-06{suffix}"))


def test_damaged_post():
    def do(text):
        markdown.read_post(written(".md", text).decode(), "2021-04-06.md")
        markdown.read_post(
            f"---\ntitle: {text}\ntags: [{text}\n---\n{text}", "2021-04-06.md"
        )

    check(do)


def test_feed():
    check(lambda text: feeds_of(Hostile(text).digest))


@pytest.mark.parametrize(
    "phrase", ["a******z", "a*a*a*a*a*a*z", "*a*", "a a a", "a-* b", "é*"]
)
def test_topic(phrase):
    topic = Topic(include=(phrase,), authors=(phrase,))
    check(lambda text: topic.has(without_tex(Hostile(text).paper)))


def decoded(times: int) -> str:
    headers = {"Content-Type": "text/plain; charset=punycode"}
    return Response("https://example.org/", 200, headers, b"9" * (9 * times)).text


def header(times: int) -> object:
    text = f"---\ntitle:{' ' * times}x\nx: [\n---\n"
    return markdown.read_post(text, "2021-04-06.md")


LONG: dict[str, Callable[[int], object]] = {
    "brackets behind an address": lambda times: to_html(f"http://a{')' * times}"),
    "a key of many parts": lambda times: read_toml(f"{'a.' * times}a=1", "x"),
    "a charset of no text": decoded,
    "spaces before a title": header,
}


@pytest.mark.parametrize("name", LONG)
def test_long(name):
    assert (
        growth(lambda times: partial(tried, LONG[name], times), (2_000, 16_000)) == ""
    )
