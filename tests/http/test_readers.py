"""JSON and XML that come as answers."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.errors import BadResponse
from pelican_hotpapers.http import Response, read_json, read_xml


def response(body: bytes | str, content_type: str = "") -> Response:
    raw = body if isinstance(body, bytes) else body.encode()
    return Response("https://a.example/x", 200, {"Content-Type": content_type}, raw)


def bad_json(body: bytes | str) -> str:
    with pytest.raises(BadResponse) as caught:
        read_json(response(body))
    assert caught.value.reason.startswith("a.example answered with ")
    return caught.value.reason


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**60), 2**60)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda parts: st.lists(parts) | st.dictionaries(st.text("ab"), parts),
    )
)
def test_json_is_read(value: object) -> None:
    assert read_json(response(json.dumps(value))) == value
    assert (
        read_json(response("\ufeff " + json.dumps(value, ensure_ascii=False))) == value
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "nothing"),
        (" \r\n", "nothing"),
        ("\ufeff", "nothing"),
        ("Rate exceeded.", "text instead of JSON"),
        ("<!doctype html><title>Gone\nfishing</title>", "an HTML page instead"),
        ("<!-- x --> <HTML lang='en'><p>{}", "an HTML page"),
        ('{"a": [1, 2', "breaks off"),
        ('{"a": [1, 2}', "byte 11"),
        ("{} x", "byte"),
        ("[NaN]", "byte 1"),
        ("[1e999]", "too large"),
        (b'{"a": "\xff"}', "byte 7"),
        ("{}".encode("utf-16"), "UTF-8"),
        ("[" * 100_000, "too deeply"),
        ('{"a":' * 100_000, "too deeply"),
    ],
)
def test_what_is_no_json_is_told(body: bytes | str, says: str) -> None:
    assert says in bad_json(body)


@pytest.mark.parametrize("cut", ["\\ud83d", "\\udE00", "\\ud83d\\n", "\\ud83dx"])
def test_half_a_character_does_not_cost_the_rest(cut: str) -> None:
    read = read_json(response(f'["{cut}", "\\ud83d\\ude00", "\\\\ud83d", 1]'))
    assert "\ufffd" in read[0]
    assert read[1:] == ["😀", "\\ud83d", 1]


@given(st.binary())
def test_no_bytes_raise_another_error_in_json(body: bytes) -> None:
    with suppress(BadResponse):
        read_json(response(body))


def bad_xml(body: bytes | str) -> str:
    with pytest.raises(BadResponse) as caught:
        read_xml(response(body))
    assert caught.value.reason.startswith("a.example answered with ")
    return caught.value.reason


FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed><title>Grüße &amp; so</title></feed>'
)


@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_xml_is_read(before: str) -> None:
    root = read_xml(response(before + FEED))
    assert (root.tag, root.findtext("title")) == ("feed", "Grüße & so")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "nothing"),
        ("Rate exceeded.", "text instead of XML"),
        (
            "<!DOCTYPE html><html><title>Busy</title></html>",
            "an HTML page instead of XML",
        ),
        ("<html><head></head></html", "an HTML page"),
        (FEED[:-9], "line 2"),
        (FEED.encode("utf-16"), "UTF-8"),
        (FEED.encode("latin-1"), "UTF-8"),
        ("<feed>&nbsp;</feed>", "line 1, column 7"),
        ("<feed>\0</feed>", "line 1"),
        ('{"a": 1}', "line 1, column 1"),
        ('<!DOCTYPE feed SYSTEM "file:///etc/passwd"><feed/>', "document type"),
        (
            '<!-- --><?a?> <!doctype x [<!ENTITY a "b">]><feed>&a;</feed>',
            "document type",
        ),
    ],
)
def test_what_is_no_xml_is_told(body: bytes | str, says: str) -> None:
    assert says in bad_xml(body)


def test_entities_do_not_grow() -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
    )
    assert "document type" in bad_xml(f"<!DOCTYPE x [{entities}]><x>&a9;</x>")


def test_words_about_a_document_type_do_no_harm() -> None:
    body = "<feed><!-- <!DOCTYPE x> --><t><![CDATA[<!DOCTYPE x>]]></t></feed>"
    assert read_xml(response(body)).findtext("t") == "<!DOCTYPE x>"


def test_deep_xml_does_no_harm() -> None:
    assert read_xml(response("<a>" * 200_000 + "</a>" * 200_000)).tag == "a"


@pytest.mark.parametrize("part", ["<?a", "<?a?>", "<!--", "<!---->", " ", "<!-- ?>"])
def test_a_long_beginning_takes_no_time(part: str) -> None:
    bad_xml(part * 200_000 + "x")


@given(st.binary() | st.text(" <>!?-[]&;ax/='\"").map(str.encode))
def test_no_bytes_raise_another_error_in_xml(body: bytes) -> None:
    with suppress(BadResponse):
        read_xml(response(body))
