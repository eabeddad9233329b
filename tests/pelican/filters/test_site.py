"""Filters in a site: its language, its environment, values that are not there."""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from filter_results import STATUS, bare, environment, evaluate
from jinja2 import (
    ChainableUndefined,
    DebugUndefined,
    DictLoader,
    Environment,
    StrictUndefined,
    Undefined,
)
from markupsafe import Markup
from pseudo_language import words as words_of
from pseudo_language import write_words

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.pelican.filters import SHORT_NAMES, Filters
from pelican_hotpapers.pelican.jinja_environment import install
from pelican_hotpapers.scores import Explanation
from pelican_hotpapers.translation import Translation

UNDEFINED = (Undefined, StrictUndefined, DebugUndefined, ChainableUndefined)
"""What Jinja has for a name that is not defined, as a site may choose."""
NO_SCORE = Explanation(0, (), adds_up=False)


def in_language(source: str, folder: Path, **words: str) -> str:
    """Render a template of a theme on a site with words of its own."""
    write_words(folder, "de", words_of("de", **words))
    env = bare()
    install(env, Config(), Translation.of("de", [folder]))
    return env.from_string(source).render(link=Markup('<a href="x">'), said="<b>")


def test_a_message_is_said_in_the_language_with_its_values(tmp_path: Path) -> None:
    said = in_language(
        "{{ 'By {said}'|hotpapers_gettext(said=said) }} in "
        "{{ hotpapers_language.tag }}, {{ hotpapers_language.direction }}",
        tmp_path,
        **{"By {said}": "Von {said} <i>"},
    )
    assert said == "Von &lt;b&gt; &lt;i&gt; in de, ltr"


def test_english_says_what_it_is_on_a_page_in_another_language(tmp_path: Path) -> None:
    source = "<p{{ hotpapers_english }}>An abstract</p>"
    assert in_language(source, tmp_path) == '<p lang="en" dir="ltr">An abstract</p>'
    assert environment().from_string(source).render() == "<p>An abstract</p>"


def test_an_element_in_a_message_ends_where_the_message_says(tmp_path: Path) -> None:
    said = in_language(
        "{{ 'Ranked by {link}heat{/link}'|hotpapers_gettext(link=link) }}",
        tmp_path,
        **{"Ranked by {link}heat{/link}": "Nach {link}Wirbel{/link} gereiht"},
    )
    assert said == 'Nach <a href="x">Wirbel</a> gereiht'


def test_names_of_days_are_in_the_language(tmp_path: Path) -> None:
    own = Catalog(locale="de")
    own.add("Wednesday", "Mittwoch", context="day of the week")
    own.add("yyyy-MM-dd", "dd.MM.y", context="date")
    write_words(tmp_path, "de", own)
    env = bare()
    install(env, Config(), Translation.of("de", [tmp_path]))
    source = "{{ day|hotpapers_time('%A') }} {{ day|hotpapers_time }}"
    assert env.from_string(source).render(day=dt.date(2021, 4, 7)) == (
        '<time datetime="2021-04-07">Mittwoch</time> '
        '<time datetime="2021-04-07">07.04.2021</time>'
    )


@pytest.mark.parametrize("kind", [None, *UNDEFINED], ids=str)
def test_filters_and_tests_take_calmly_what_is_not_there(
    kind: type[Undefined] | None,
) -> None:
    missing = kind and kind(name="x")
    env = environment()
    given = {
        name: env.from_string(f"{{{{ x|{name} }}}}").render(x=missing)
        for name in {*env.filters} - {*Environment().filters}  # noqa: S701
    }
    numbers = {"hotpapers_share": "0", "hotpapers_why": str(NO_SCORE)}
    assert given == dict.fromkeys(given, "") | numbers
    for name in {*env.tests} - {*Environment().tests}:  # noqa: S701
        asked = env.from_string(f"{{{{ x is {name} }}}}")
        assert asked.render(x=missing) == "False", name


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("5|hotpapers_count(x)", "5"),
        ("5|hotpapers_count(noun=x)", "5"),
        ("5|hotpapers_share(x)", "0"),
        ("day|hotpapers_time(x)", "<time>2021-04-07</time>"),
        ("'{one} and {two}'|hotpapers_gettext(one=1, two=x)", "1 and "),
        ("1|hotpapers_ngettext('{n} paper{x}', '{n} papers', x=x)", "1 paper"),
        ("'x'|hotpapers_service(x)", "X"),
        ("['Ada', x, 'Bob']|hotpapers_authors(x)", "Ada, Bob"),
        ("['cs.LG', x]|hotpapers_category_links(x)|striptags", "cs.LG"),
    ],
)
def test_what_is_not_there_beside_the_input_is_as_if_not_given(
    call: str, shown: str
) -> None:
    day = dt.date(2021, 4, 7)
    assert evaluate(f"{{{{ {call} }}}}", x=None, day=day) == shown
    assert evaluate(f"{{{{ {call} }}}}", day=day) == shown


def test_filters_have_names_of_their_own_and_three_have_short_ones() -> None:
    names = {name for name, _ in Filters(environment(), Config()).by_name()}

    assert set(SHORT_NAMES) <= names
    assert {f"hotpapers_{name}" for name in SHORT_NAMES} <= names
    assert all(name.startswith("hotpapers_") for name in names - set(SHORT_NAMES))


def test_a_filter_of_the_sites_own_stays_and_the_site_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    env = bare()
    env.filters["category_link"] = str.upper
    with caplog.at_level(logging.WARNING):
        install(env, Config())

    assert env.from_string("{{ 'cs.lg'|category_link }}").render() == "CS.LG"
    [record] = caplog.records
    assert "category_link" in record.getMessage()
    assert "hotpapers_category_link" in record.getMessage()
    assert "<a " in env.from_string("{{ 'cs.LG'|category_links }}").render()


def test_a_filter_replaced_by_its_full_name_is_meant(
    caplog: pytest.LogCaptureFixture,
) -> None:
    env = bare()
    env.filters["hotpapers_tex"] = str.upper
    with caplog.at_level(logging.WARNING):
        install(env, Config())

    assert env.from_string("{{ 'a'|hotpapers_tex }}").render() == "A"
    assert not caplog.records


def test_installing_again_changes_nothing_but_the_settings(
    caplog: pytest.LogCaptureFixture,
) -> None:
    env = environment(Config(authors=1))
    before = len(env.loader.loaders)  # type: ignore[union-attr]
    with caplog.at_level(logging.WARNING):
        install(env, Config(authors=2))

    html = env.from_string("{{ ['A', 'B', 'C']|hotpapers_authors }}").render()
    assert html == "A, B et al."
    assert len(env.loader.loaders) == before  # type: ignore[union-attr]
    assert not caplog.records


@pytest.mark.parametrize("loader", [None, DictLoader({"page.html": "a page"})])
def test_templates_are_found_whatever_loader_there_was(loader: Any) -> None:
    env = bare(loader=loader)
    install(env, Config())

    assert env.get_template("hotpapers/post.html")
    if loader:
        assert env.get_template("page.html").render() == "a page"


def test_a_theme_extends_the_original_of_the_template_it_replaces() -> None:
    override = (
        '{% extends "!hotpapers/paper.html" %}'
        "{% block abstract %}<p>{{ paper.abstract|upper }}</p>{% endblock %}"
    )
    env = environment(templates={"hotpapers/paper.html": override})
    paper = Paper(arxiv_id="2104.01778", title="A title", rank=1, abstract="a < b")

    html = env.get_template("hotpapers/paper.html").render(
        paper=paper, hotpapers=Config()
    )

    assert "<p>A &lt; B</p>" in html
    assert "A title" in html


@pytest.mark.parametrize(
    ("name", "autoescape", "escaped"),
    [
        ("hotpapers/mine.html", False, True),
        ("theme/hotpapers/mine.html", False, True),
        ("page.html", False, False),
        ("page.html", True, True),
        ("page.html", lambda name: name == "page.html", True),
        ("other.html", lambda name: name == "page.html", False),
        ("hotpapers/mine.html", lambda _: False, True),
    ],
)
def test_our_templates_escape_and_others_do_as_the_site_wants(
    name: str, autoescape: Any, escaped: bool
) -> None:
    env = environment(templates={name: "{{ text }}"}, autoescape=autoescape)

    html = env.get_template(name).render(text="<b>")

    assert html == ("&lt;b&gt;" if escaped else "<b>")


def test_articles_can_be_asked_whether_they_are_digests() -> None:
    class Article:
        def __init__(self, **attributes: object) -> None:
            vars(self).update(attributes)

    env = environment()
    ask = env.from_string("{{ article is hotpapers_digest }}")
    digest = Digest(date=dt.date(2021, 4, 7))

    assert ask.render(article=Article(digest=digest)) == "True"
    assert ask.render(article=Article(digest="a word of the site's own")) == "False"
    assert ask.render(article=Article()) == "False"


def test_a_theme_sees_the_settings() -> None:
    assert evaluate("{{ hotpapers.embeds }}", Config(embeds="link")) == "link"


def test_a_global_of_the_sites_own_stays() -> None:
    env = bare()
    env.globals["hotpapers"] = "ours"
    install(env, Config())

    assert env.from_string("{{ hotpapers }}").render() == "ours"
    assert "hotpapers-post" in env.from_string("{{ u|tweet_embed }}").render(u=STATUS)


def test_text_for_json_is_the_text_itself() -> None:
    env = environment()
    source = "{{ (title|hotpapers_text).unescape()|tojson }}"

    assert json.loads(env.from_string(source).render(title="A & B")) == "A & B"
