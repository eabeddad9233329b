"""Messages as RFC 5322 and MIME have them, whatever is in them."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from hostile_digests import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.config.mail_addresses import read_addresses
from pelican_hotpapers.mail.message import (
    MailHeaders,
    NewsletterParts,
    as_bytes,
    message,
)
from pelican_hotpapers.mail.newsletter import daily
from pelican_hotpapers.model import Digest, Paper

NOW = dt.datetime(2026, 11, 28, 2, 37, tzinfo=dt.UTC)
SENDER = Address("Hot Papers", "papers", "example.org")
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("List-Id", "List-Unsubscribe", "MIME-Version", "Content-Type"),
}


def sent(
    title: str = "Sheep",
    text: str = "A text\n",
    html: str = "<p>A text\n",
    to: Address | None = None,
    **headers: object,
) -> bytes:
    digest = Digest(
        date=dt.date(2026, 11, 27),
        papers=(Paper(arxiv_id="2611.00001", rank=1, title=title),),
    )
    parts = NewsletterParts(newsletter=daily(digest), text=text, html=html)
    about = {
        "sender": SENDER,
        "host": "papers.example.org",
        "list_name": "A List",
        "unsubscribe": "https://papers.example.org/leave",
        **headers,
    }
    to = to or Address("Ada", "ada", "example.org")
    return as_bytes(
        message(parts, MailHeaders(**about), to, NOW), is_international=False
    )


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def sound(raw: bytes) -> None:
    """Assert what holds for every message."""
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    found = read(raw)
    assert set(found.keys()) == HEADERS
    assert not found.defects
    assert [part.get_content_type() for part in found.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_no_text_adds_a_header_or_a_part(text: str) -> None:
    evil = f"{text}\r\nBcc: eve@example.org\r\n\r\n--==\r\n"
    raw = sent(evil, evil, evil, list_name=evil)

    sound(raw)
    assert read(raw).get_body(("plain",)).get_content().count("Bcc: eve") == 1


@given(st.text(), st.text(), st.text())
def test_any_text_can_be_mailed(title: str, text: str, name: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    sound(sent(title.encode("utf-8", "replace").decode(), clean, clean, list_name=name))


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60))
def test_a_name_reads_back_as_it_was(name: str) -> None:
    raw = sent(to=Address(name, "ada", "example.org"))

    [found] = read(raw)["To"].addresses
    assert found.addr_spec == "ada@example.org"
    # Python's own parser puts a space between two encoded words of a quoted name.
    assert found.display_name.replace(" ", "") == name


def test_a_line_of_a_megabyte_and_letters_of_everywhere() -> None:
    text = "羊" * 300_000 + "\n"
    raw = sent("Über Schafe und 羊 und eine عربية Überschrift", text, text)

    sound(raw)
    assert read(raw).get_body(("plain",)).get_content().strip() == text.strip()
    assert "羊 und eine عربية" in read(raw)["Subject"]


def test_a_subject_is_not_endless() -> None:
    assert len(read(sent("sheep " * 1000))["Subject"]) == 150


@pytest.mark.parametrize("length", [20, 60, 240])
def test_the_identifier_is_the_same_whenever_it_is_made(length: int) -> None:
    host = "a." * (length // 2) + "org"
    first, second = (read(sent(host=host))["Message-ID"] for _ in range(2))

    assert first == second
    assert first.startswith("<2026-11-27.")
    assert first.endswith(f"@{host}>")
    other = read(sent(to=Address("", "bo", "example.org"), host=host))["Message-ID"]
    assert other != first


def test_a_long_address_to_leave_stays_whole() -> None:
    leave = f"https://papers.example.org/leave?{'x' * 500}"

    assert read(sent(unsubscribe=leave))["List-Unsubscribe"] == f"<{leave}>"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ada@example.org", [""]),
        ("Ada Hirt <ada@example.org>, bo@example.org", ["Ada Hirt", ""]),
        ('"Hirt, Ada" <ada@example.org>,', ["Hirt, Ada"]),
        ("Jörg <jörg@müller.example>", ["Jörg"]),
    ],
)
def test_addresses_are_read(text: str, names: list[str]) -> None:
    assert [each.display_name for each in read_addresses(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        *("", ",", "ada", "@example.org", "<ada@example.org", "ada@bo@example.org"),
        *("ada@example.org\nBcc: bo@example.org", "Hirt, Ada <ada@example.org>"),
        *("a da@example.org", "ada@exa mple.org", '"a b"@example.org'),
        "ada@" + "a" * 64 + ".org",
        *("=?utf-8?q?x=0ABcc=3A?= <a@b.c>", "ada@example..org", "ada@example.org\x00"),
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="an address as in"):
        read_addresses(text)
