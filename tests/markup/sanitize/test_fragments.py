"""Links, characters and fragments of HTML from outside."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.markup.sanitize import (
    LONGEST_FRAGMENT,
    LONGEST_URL,
    MOST_DISORDERLY_TAGS,
    MOST_FRAGMENT_TAGS,
    document,
    fragment,
    safe_url,
)

Faults = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2104.01778",
        "http://example.org:8080/a?b=c&d=%20#e",
        "https://en.wikipedia.org/wiki/Graph_(abstract_data_type)",
        "https://日本.example/é",
        "http://[::1]/",
        "mailto:ada@example.org",
    ],
)
def test_a_good_link_stays_as_it_is(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "//example.org/x",
        "/x",
        "x.html",
        "#x",
        "{static}/x.png",
        "{filename}x.md",
        "|filename|x.md",
        " {static}x",
        "https:",
        "https://",
        "https:///x",
        "https:x",
        "https://?x",
        "https://arxiv.org@example.org/",
        "https://arxiv.org\\@example.org/",
        "https://exam ple.org/",
        "https://example.org:port/",
        "https://example.org:999999/",
        "mailto:",
        "mailto://x",
        "https://example.org/" + "x" * LONGEST_URL,
    ],
)
def test_what_is_no_link_to_a_site_is_refused(url: str) -> None:
    assert safe_url(url) == ""


def test_scheme_and_host_are_written_small() -> None:
    assert safe_url("HTTPS://Example.ORG/Path") == "https://example.org/Path"


def test_space_around_is_dropped_and_space_within_is_encoded() -> None:
    assert safe_url("\t https://example.org/a b\n") == "https://example.org/a%20b"


def test_what_no_reader_sees_is_dropped() -> None:
    url = "\u202ehtt\tps://exam\u200bple.org/\x00a\ud800b\u2066c"
    assert safe_url(url) == "https://example.org/abc"


def test_what_could_end_an_attribute_is_encoded() -> None:
    url = safe_url("https://example.org/\"'<>`{}|\\^")
    assert set(url).isdisjoint("\"'<>`{}|\\^")
    assert safe_url(url) == url


@given(
    st.text()
    | st.text(st.sampled_from("htps:/.?#@[]{}|\\ \t\u202exé%1mailo"), max_size=40)
)
def test_a_link_is_safe_or_nothing(text: str) -> None:
    for url in (
        safe_url(text),
        safe_url(f"https://{text}"),
        safe_url(f"mailto:{text}"),
    ):
        assert re.fullmatch(r"(?:(?:https?://|mailto:)[^\s\"'<>{}|\\]+)?", url)
        assert safe_url(url) == url


def test_joiners_stay() -> None:
    for text in ("👩‍🔬", "می‌خواهم"):
        assert without_controls(text) == text
        assert fragment(text) == text


@given(st.text())
def test_text_without_controls_can_be_written(text: str) -> None:
    clean = without_controls(text)
    clean.encode()
    assert without_controls(clean) == clean


ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<ScRiPt src=//example.org/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<IMG SRC="jav&#x09;ascript:alert(1)">',
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><annotation-xml encoding=text/html><script>alert(1)</script>",
    "<math href=javascript:alert(1)>x</math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<style><!--</style><img src=x onerror=alert(1)>-->",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button formaction=javascript:x>y",
    "<base href=javascript:/><meta http-equiv=refresh content=0;url=javascript:x>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<a href='https://example.org/' onclick='alert(1)' style='position:fixed'>x</a>",
    "<a href=\"https://example.org/' onmouseover='alert(1)\">x</a>",
    '<div style="background:url(javascript:alert(1))" class=x id=y>x</div>',
    '<p lang="x\' onclick=\'alert(1)" dir="javascript:x">y</p>',
    "<template><img src=x onerror=alert(1)></template>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><!DOCTYPE html>",
    "</p></div></blockquote></article></body></html>",
    "<b><i></b></i><p><em><p></em>",
    "<table><a href=https://example.org/><tr><td><a href=https://example.org/>x",
    "<table><a href=https://a.example><tr><td><a href=https://b.example>x<table>"
    "<a href=https://c.example><tr><td><a href=https://d.example>y",
    "<a <b c='<i>'>x",
    "<b",
    '<a href="https://example.org/',
    "a\x00b<scr\x00ipt>c</scr\x00ipt>&#0;&#x1;&#xd800;",
    "\ud800<b>\udfff</b>",
    "\u202egnp.exe &#x202e;gnp.exe&rlm;",
    "<plaintext>x<b>",
    "<br></br><p/><b/>x",
    "<a href='{static}x'>x</a><a href='|filename|x'>y</a>",
    "<a href='&#123;static}x'>x</a>",
    "<b lang=\"a href='{static}x'\">x</b>",
    "<a href=\"https://example.org/? href='{static}x'\">x</a>",
]


@pytest.mark.parametrize("html", ATTACKS)
def test_an_attack_on_a_fragment_fails(
    html: str, faults: Faults, pelican_links: Faults
) -> None:
    clean = fragment(html)
    assert not faults(clean)
    assert not pelican_links(clean)
    assert fragment(clean) == clean


@pytest.mark.parametrize("html", ATTACKS)
def test_an_attack_on_a_document_fails(html: str, faults: Faults) -> None:
    clean = document(html)
    assert not faults(clean)
    assert document(clean) == clean


@pytest.mark.parametrize("html", ATTACKS)
def test_an_attack_on_a_long_document_fails(html: str, faults: Faults) -> None:
    clean = document("<p>x</p>" * MOST_DISORDERLY_TAGS + html)
    assert not faults(clean)


PIECES = st.sampled_from(
    [
        *ATTACKS,
        *(
            "<b>",
            "</b>",
            "<a href=https://example.org/x>",
            "</a>",
            "<p>",
            "</p>",
            "<br>",
        ),
        *(
            "<table>",
            "<td>",
            "</table>",
            "<svg>",
            "</svg>",
            "<math>",
            "<mi>",
            "<style>",
        ),
        *(
            "</style>",
            "<!--",
            "-->",
            "&lt;",
            "&amp;",
            "&",
            "<",
            ">",
            '"',
            "'",
            "x ",
            "é",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_no_mixture_gets_through(faults: Faults, html: str) -> None:
    clean = fragment(html)
    assert not faults(clean)
    assert fragment(clean) == clean
    clean = document(html)
    assert not faults(clean)
    assert document(clean) == clean


def test_what_a_post_needs_stays() -> None:
    html = 'a <b>b</b> <i lang="fr" dir="ltr">c</i><br>d &amp; <code>e</code>'
    assert fragment(html) == html


def test_links_stay_and_pass_on_no_trust() -> None:
    clean = fragment(
        '<a href="https://t.co/x" target="_blank" class="y">pic.twitter.com/z</a>'
    )
    assert 'href="https://t.co/x"' in clean
    assert "nofollow" in clean
    assert "target" not in clean
    assert ">pic.twitter.com/z</a>" in clean


@pytest.mark.parametrize("around", ["{}", "<b>{}</b>", "{}<br>"])
def test_the_text_of_a_link_turns_nothing_round(around: str) -> None:
    link = '<a href="https://example.org/">a\u202e\ufeffb\ud800</a>'
    plain = '<a href="https://example.org/" rel="nofollow">ab</a>'
    assert fragment(around.format(link)) == around.format(plain)


def test_unknown_tags_leave_their_text() -> None:
    assert fragment("<div>a <marquee>b</marquee></div>") == "a b"


def test_scripts_leave_nothing() -> None:
    assert fragment("a<script>b</script><style>c</style>d") == "ad"


def test_no_named_entity_is_left_that_xml_lacks() -> None:
    assert fragment("a&nbsp;b&mdash;c &lt; &amp;nbsp;") == "a\xa0b—c &lt; &amp;nbsp;"


def test_a_long_fragment_is_cut_and_says_so() -> None:
    clean = fragment("<b>" + "word " * LONGEST_FRAGMENT)
    assert clean.startswith("<b>word ")
    assert clean.endswith("…")
    assert len(clean) < LONGEST_FRAGMENT + 20


@pytest.mark.parametrize("last", ["<a href='https://example.org/", "&amp", "&#x20"])
def test_a_cut_goes_through_no_tag_and_no_entity(last: str) -> None:
    text = "x" * (LONGEST_FRAGMENT - len(last)) + last
    clean = fragment(text + "yyyyy'>z")
    assert clean == "x" * (LONGEST_FRAGMENT - len(last)) + "…"


def test_a_fragment_of_tags_alone_is_shown_as_text(faults: Faults) -> None:
    html = "<p>" + "".join(f"<b a={n}>" for n in range(MOST_FRAGMENT_TAGS)) + "x"
    clean = fragment(html)
    assert not faults(clean)
    assert "&lt;b a=0&gt;" in clean
