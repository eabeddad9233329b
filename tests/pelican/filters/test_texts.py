"""Filters of categories and texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from filter_results import HOSTILE, OEMBED, Elements, bare, environment, evaluate
from markupsafe import Markup

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Post
from pelican_hotpapers.pelican.filters import Filters


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
