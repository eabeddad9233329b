"""Filters: what they give in any template, and how they come into a site's own."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
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
from pelican_hotpapers.model import Digest, Paper, Post
from pelican_hotpapers.pelican.filters import SHORT_NAMES, Filters
from pelican_hotpapers.pelican.jinja_environment import install
from pelican_hotpapers.scores import Explanation
from pelican_hotpapers.translation import Translation

STATUS = "https://twitter.com/ada/status/1234567890"
OEMBED = (
    '<blockquote class="twitter-tweet"><p lang="fr" dir="ltr">Voici un graphe &amp; '
    'un arbre <a href="https://t.co/abc">https://t.co/abc</a></p>&mdash; Ada L. (@ada) '
    f'<a href="{STATUS}?ref_src=twsrc%5Etfw">February 9, 2021</a></blockquote>\n'
    '<script async src="https://platform.twitter.com/widgets.js"></script>'
)
UNDEFINED = (Undefined, StrictUndefined, DebugUndefined, ChainableUndefined)
"""What Jinja has for a name that is not defined, as a site may choose."""
NO_SCORE = Explanation(0, (), adds_up=False)
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{filename}x"


def bare(**options: Any) -> Environment:
    """Return an environment as Pelican makes it: autoescaping is off."""
    return Environment(undefined=StrictUndefined, **options)  # noqa: S701


def environment(
    config: Config | None = None,
    templates: dict[str, str] | None = None,
    **options: Any,
) -> Environment:
    env = bare(loader=ChoiceLoader([DictLoader(templates or {})]), **options)
    install(env, config or Config())
    return env


def evaluate(source: str, config: Config | None = None, **context: Any) -> str:
    """Render a template of a theme, which is to say without autoescaping."""
    return environment(config).from_string(source).render(**context)


class Elements(HTMLParser):
    """The elements of some HTML, each with its attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.found}

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


# Posts


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            Post(
                url=STATUS,
                platform="x",
                author_name="Ada L.",
                author_handle="ada",
                date=dt.date(2021, 2, 9),
                lang="fr",
                dir="ltr",
                html=OEMBED,
            ),
            id="Post",
        ),
        pytest.param(OEMBED, id="HTML"),
    ],
)
def test_tweet_embed_shows_text_author_handle_date_and_link(given: Post | str) -> None:
    shown = Elements(evaluate("{{ post|tweet_embed }}", post=given))

    assert shown.found[0][0] == "blockquote"
    quote = shown.found[0][1]
    assert quote["class"] == "hotpapers-post"
    assert quote["cite"] == STATUS
    assert "Voici un graphe & un arbre" in shown.text
    assert "Ada L." in shown.text
    assert "@ada" in shown.text
    assert "2021-02-09" in shown.text
    hrefs = [link["href"] for link in shown.attributes("a")]
    assert hrefs == ["https://t.co/abc", STATUS]
    assert "dir" not in quote
    assert {"lang": "fr"} in shown.attributes("p")
    assert "script" not in shown.tags


@pytest.mark.parametrize(
    "url", [STATUS, STATUS.replace("twitter.com", "x.com"), f"  {STATUS}\n"]
)
def test_tweet_embed_of_a_url_is_a_quote_with_that_link(url: str) -> None:
    shown = Elements(evaluate("{{ url|tweet_embed }}", url=url))

    assert shown.attributes("blockquote")[0]["class"] == "hotpapers-post"
    assert [link["href"] for link in shown.attributes("a")] == [url.strip()]
    assert "@ada" in shown.text


@pytest.mark.parametrize(
    "text", ["", "no post at all", HOSTILE, "javascript:alert(1)", "<b>bold</b>", 7]
)
def test_tweet_embed_gives_back_as_text_what_is_no_post(text: Any) -> None:
    shown = Elements(evaluate("{{ text|tweet_embed }}", text=text))

    assert shown.text == str(text)
    assert not shown.tags


def test_link_mode_leaves_out_the_text_of_a_post() -> None:
    shown = Elements(evaluate("{{ p|tweet_embed }}", Config(embeds="link"), p=OEMBED))

    assert "Voici" not in shown.text
    assert "Ada L." in shown.text
    assert [link["href"] for link in shown.attributes("a")] == [STATUS]


def test_a_theme_changes_every_post_with_a_template_of_its_own() -> None:
    env = environment(
        templates={"hotpapers/post.html": "<p>{{ post.author_handle }} said it</p>"}
    )

    html = env.from_string("{{ post|tweet_embed }}").render(post=OEMBED)

    assert html == "<p>ada said it</p>"


def test_hostile_posts_are_quotes_like_any_other() -> None:
    post = Post(
        url=f"https://x.com/{HOSTILE}",
        platform=HOSTILE,
        author_name=HOSTILE,
        author_handle=HOSTILE,
        lang=HOSTILE,
        dir=HOSTILE,
        html=OEMBED.replace("Voici", HOSTILE),
    )

    shown = Elements(evaluate("{{ post|tweet_embed }}", post=post))

    assert not shown.tags & {"script", "img", "style", "iframe"}
    assert not any(
        name.startswith("on") for _, attributes in shown.found for name in attributes
    )


def test_characters_that_turn_a_page_round_are_taken_out() -> None:
    post = Post(url=STATUS, author_name="A\u202eda\x00", author_handle="a\ud800da")

    shown = Elements(evaluate("{{ post|tweet_embed }}", post=post))

    assert "Ada" in shown.text
    assert "@ada" in shown.text


# Categories


def test_a_category_links_to_its_listing_and_bears_its_name() -> None:
    shown = Elements(evaluate("{{ 'cs.LG'|category_link }}"))

    assert shown.text == "cs.LG"
    [link] = shown.attributes("a")
    assert link["href"] == "https://arxiv.org/list/cs.LG/recent"
    assert link["title"] == "Machine Learning"


@pytest.mark.parametrize(
    "text", ["'cs.LG'", "'cs.LG stat.ML'", "'cs.LG, stat.ML'", "['cs.LG', 'stat.ML']"]
)
def test_a_text_of_categories_is_no_list_of_letters(text: str) -> None:
    shown = Elements(evaluate("{{ " + text + "|category_links }}"))
    names = ["cs.LG", "stat.ML"][: 1 + ("stat.ML" in text)]

    assert shown.text == " ".join(names)
    assert [link["href"] for link in shown.attributes("a")] == [
        f"https://arxiv.org/list/{name}/recent" for name in names
    ]


def test_a_text_of_names_is_no_list_of_letters() -> None:
    shown = evaluate("{{ 'Ada Lovelace, Henri Poincaré'|hotpapers_authors(1) }}")

    assert shown == "Ada Lovelace et al."


def test_a_category_arxiv_does_not_know_is_linked_without_a_name() -> None:
    [link] = Elements(evaluate("{{ 'cs.XY'|category_link }}")).attributes("a")

    assert "title" not in link
    assert link["href"] == "https://arxiv.org/list/cs.XY/recent"


def test_the_site_says_where_categories_lead() -> None:
    config = Config(category_link="/subjects/{category}.html")

    [link] = Elements(evaluate("{{ 'hep-th'|category_link }}", config)).attributes("a")

    assert link["href"] == "/subjects/hep-th.html"


OWN = Config(category_link="pages")


@pytest.mark.parametrize(
    ("category", "url"),
    [
        ("cs.LG", "https://example.org/papers/cs.LG.html"),
        ("cs.SY", "https://example.org/papers/eess.SY.html"),
        ("68T05", "https://arxiv.org/list/68T05/recent"),
    ],
)
def test_categories_lead_to_the_sites_own_pages(category: str, url: str) -> None:
    site = "https://example.org"
    source = "{{ category|category_link }}"

    [link] = Elements(
        evaluate(source, OWN, category=category, SITEURL=site)
    ).attributes("a")

    assert link["href"] == url


def test_own_pages_are_found_from_each_page_that_asks() -> None:
    template = environment(OWN).from_string("{{ ['cs.LG']|category_links }}")

    for site in ("..", "https://example.org/a&b", ".."):
        [link] = Elements(template.render(SITEURL=site)).attributes("a")
        assert link["href"] == f"{site}/papers/cs.LG.html"


def test_where_the_site_is_not_known_categories_lead_to_arxiv() -> None:
    templates = {"macros": "{% macro m(c) %}{{ c|category_link }}{% endmacro %}"}
    env = environment(OWN, templates)
    source = "{% from 'macros' import m %}{{ m('cs.LG') }}"

    [link] = Elements(env.from_string(source).render(SITEURL="..")).attributes("a")

    assert link["href"] == "https://arxiv.org/list/cs.LG/recent"


def test_a_hostile_category_is_a_link_like_any_other() -> None:
    shown = Elements(evaluate("{{ c|category_link }}", c=HOSTILE))

    assert shown.tags == {"a"}
    assert shown.text == HOSTILE
    [link] = shown.attributes("a")
    assert str(link["href"]).startswith("https://arxiv.org/list/%22%27%3E")


@pytest.mark.parametrize(
    ("call", "between"),
    [
        ("category_links", " "),
        ("category_links(' | ')", " | "),
        ("category_links('<')", "<"),
    ],
)
def test_several_categories_stand_in_their_order(call: str, between: str) -> None:
    shown = Elements(evaluate("{{ ['stat.ML', 'cs.LG', 'math.ST']|" + call + " }}"))

    assert shown.text == between.join(["stat.ML", "cs.LG", "math.ST"])
    assert len(shown.attributes("a")) == 3


def test_no_categories_give_nothing() -> None:
    assert evaluate("{{ []|category_links }}") == ""


# Texts


@pytest.mark.parametrize(
    ("lang", "named"),
    [
        ("ja", "ja"),
        ("zh-Hant", "zh-Hant"),
        ("iw", "he"),
        ("und", ""),
        ("", ""),
        ("x", ""),
        (HOSTILE, ""),
    ],
)
def test_a_language_is_one_that_html_knows(lang: str, named: str) -> None:
    assert evaluate("{{ lang|hotpapers_lang }}", lang=lang) == named


def test_a_title_that_is_a_link_holds_no_other() -> None:
    title = r"See https://example.org and \href{https://example.com}{\emph{this}} $x<y$"

    linked = Elements(evaluate("{{ t|hotpapers_tex }}", t=title))
    shown = Elements(evaluate("{{ t|hotpapers_title }}", t=title))

    assert linked.tags - shown.tags == {"a"}
    assert shown.text == linked.text


@pytest.mark.parametrize(
    ("names", "call", "listed"),
    [
        (["Ada", "Bo", "Cy"], "hotpapers_authors", "Ada, Bo et al."),
        (["Ada", "Bo"], "hotpapers_authors", "Ada, Bo"),
        (["Ada", "Bo", "Cy"], "hotpapers_authors(1)", "Ada et al."),
        (["Ada", "Bo", "Cy"], "hotpapers_authors(0)", "Ada, Bo, Cy"),
        ([r"Henri Poincar\'e", "A & B"], "hotpapers_authors", "Henri Poincaré, A & B"),
        ([], "hotpapers_authors", ""),
    ],
)
def test_authors_end_in_et_al_after_the_limit(
    names: list[str], call: str, listed: str
) -> None:
    html = evaluate("{{ names|" + call + " }}", Config(authors=2), names=names)

    assert Elements(html).text == listed


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (4164, "", "4,164"),
        (4164, "reposts", "4,164 reposts"),
        (1, "reposts", "1 repost"),
        (0, "likes", "0 likes"),
        (1, "replies", "1 reply"),
        (1_234_567, "<b>", "1,234,567 <b>"),
    ],
)
def test_counts_are_grouped_and_agree_with_what_was_counted(
    number: int, noun: str, written: str
) -> None:
    html = evaluate("{{ number|hotpapers_count(noun) }}", number=number, noun=noun)

    shown = Elements(html)
    assert shown.text == written
    assert not shown.tags


@pytest.mark.parametrize(
    ("score", "hottest", "share"),
    [(50, 50, 100), (1, 100, 10), (25, 100, 50), (0, 100, 0), (-4, 9, 0), (3, 0, 0)],
)
def test_the_bar_is_the_square_root_of_the_share(
    score: int, hottest: int, share: int
) -> None:
    html = evaluate("{{ a|hotpapers_share(b) }}", a=score, b=hottest)

    assert html == str(share)


@pytest.mark.parametrize(
    ("moment", "call", "machine", "shown"),
    [
        (
            dt.datetime(2021, 4, 8, 9, 37, 53, 250_000, tzinfo=dt.UTC),
            "",
            "2021-04-08T09:37:53+00:00",
            "2021-04-08",
        ),
        (dt.date(2021, 4, 7), "('%d <b> %Y')", "2021-04-07", "07 <b> 2021"),
    ],
)
def test_a_moment_is_written_for_people_and_machines(
    moment: dt.date, call: str, machine: str, shown: str
) -> None:
    html = evaluate("{{ moment|hotpapers_time" + call + " }}", moment=moment)

    written = Elements(html)
    assert written.found == [("time", {"datetime": machine})]
    assert written.text == shown


def test_a_day_as_machines_read_it_is_written_once() -> None:
    html = evaluate("{{ day|hotpapers_time }}", day=dt.date(2021, 4, 7))

    assert html == "<time>2021-04-07</time>"


def test_tex_becomes_html_with_formulas() -> None:
    shown = Elements(evaluate("{{ t|hotpapers_tex }}", t=r"Schr\"odinger & $x^2$"))

    assert "Schrödinger &" in shown.text
    assert "math" in shown.tags


def test_text_is_plain_whatever_tex_was_in_it() -> None:
    html = evaluate("{{ t|hotpapers_text }}", t=r"Schr\"odinger & $x^2$ <b>")

    shown = Elements(html)
    assert not shown.tags
    assert shown.text.startswith("Schrödinger & x")
    assert shown.text.endswith("<b>")


@pytest.mark.parametrize(
    "theme",
    [
        """<meta content="{{ text|striptags }}">""",
        """<meta content='{{ text|striptags|truncate(60) }}'>""",
        """<meta content="{{ text|striptags|safe|truncate(60) }}">""",
        """<meta content="{{ text|striptags|escape }}">""",
        """<meta content="{{ text }}">""",
    ],
)
def test_plain_text_stays_in_the_attribute_where_a_theme_puts_it(theme: str) -> None:
    page = evaluate(
        theme.replace("text", "(title|hotpapers_plain)"), title=f"When {HOSTILE}"
    )

    shown = Elements(page)
    assert [tag for tag, _ in shown.found] == ["meta"]
    [meta] = shown.attributes("meta")
    assert set(meta) == {"content"}
    assert str(meta["content"]).startswith("When ")


def test_plain_text_has_the_quotes_a_typesetter_would_set() -> None:
    html = evaluate("{{ t|hotpapers_plain }}", t='"Don\'t" ask ("why")  twice')

    assert html == "\u201cDon\u2019t\u201d ask (\u201cwhy\u201d) twice"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "{filename}x", "|tag|x", ""]
)
def test_no_address_but_a_links_gets_through(url: str) -> None:
    assert evaluate("{{ url|hotpapers_url }}", url=url) == ""


def test_an_address_cannot_leave_its_attribute() -> None:
    url = f"https://example.org/?q={HOSTILE}&r=1"

    shown = Elements(evaluate('<a href="{{ url|hotpapers_url }}">x</a>', url=url))

    assert [tag for tag, _ in shown.found] == ["a"]
    assert set(shown.attributes("a")[0]) == {"href"}


@pytest.mark.parametrize(
    ("call", "url"),
    [
        ("'2104.01778'|hotpapers_arxiv_url", "https://arxiv.org/abs/2104.01778"),
        (
            "'quant-ph/0201082'|hotpapers_arxiv_pdf_url",
            "https://arxiv.org/pdf/quant-ph/0201082",
        ),
    ],
)
def test_papers_have_addresses_at_arxiv(call: str, url: str) -> None:
    assert evaluate("{{ " + call + " }}") == url


NOWHERE = bare().from_string("").new_context()
"""The context of a template that knows of no site."""
FILTERS: dict[str, Callable[[Filters], object]] = {
    "tweet_embed": lambda filters: filters.tweet_embed(HOSTILE),
    "post_text": lambda filters: filters.post_text(Post(url="", html=OEMBED)),
    "category_link": lambda filters: filters.category_link(NOWHERE, HOSTILE),
    "category_links": lambda filters: filters.category_links(NOWHERE, [HOSTILE], "<"),
    "category_name": lambda filters: filters.category_name("cs.LG"),
    "category_url": lambda filters: filters.category_url(NOWHERE, HOSTILE),
    "arxiv_url": lambda filters: filters.arxiv_url(HOSTILE),
    "arxiv_pdf_url": lambda filters: filters.arxiv_pdf_url(HOSTILE),
    "url": lambda filters: filters.url("https://example.org/?a=1&b=2"),
    "authors": lambda filters: filters.authors([HOSTILE]),
    "count": lambda filters: filters.count(3, HOSTILE),
    "gettext": lambda filters: filters.gettext({}, HOSTILE, filename=HOSTILE),
    "ngettext": lambda filters: filters.ngettext({}, 2, "{n}", HOSTILE, filename="<b>"),
    "clean": lambda filters: filters.clean(HOSTILE),
    "tex": lambda filters: filters.tex(HOSTILE),
    "title": lambda filters: filters.title(HOSTILE),
    "lang": lambda filters: filters.lang("ja"),
    "text": lambda filters: filters.text(HOSTILE),
    "plain": lambda filters: filters.plain(HOSTILE),
}


@pytest.mark.parametrize("name", FILTERS)
def test_what_a_filter_gives_needs_no_escaping(name: str) -> None:
    given = FILTERS[name](Filters(environment(), Config()))

    assert isinstance(given, Markup)
    shown = Elements(f"<i>{given}</i>")
    assert not shown.tags & {"script", "img"}


def test_every_filter_says_what_goes_in_and_what_comes_out() -> None:
    for name, function in Filters(environment(), Config()).by_name():
        assert "Input:" in str(function.__doc__), name
        assert "Output:" in str(function.__doc__), name


# In the site's language


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


# Values that are not there


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


# In a site's environment


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
