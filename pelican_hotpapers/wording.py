"""How things are said to people: the names of services, the numbers of things."""

from __future__ import annotations

from urllib.parse import urlsplit

from pelican_hotpapers.markup.sanitize import safe_url

_NAMES = {
    "alphaxiv": "alphaXiv",
    "arxiv": "arXiv",
    "bluesky": "Bluesky",
    "constellation": "Constellation",
    "hackernews": "Hacker News",
    "huggingface": "Hugging Face",
    "mastodon": "Mastodon",
    "x": "X",
}
_FEED = "feed"
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def service_name(name: str, url: str = "") -> str:
    """Return what a service is called: ``huggingface`` is ``Hugging Face``.

    Args:
        name: As files and settings have it.
        url: Where it is. A ``feed`` goes by the host of that address, and so does a
            service without a name.

    Returns:
        The name for people; of a service that is not known the name as it is, which
        is anybody's text.
    """
    if name in {_FEED, ""}:
        return _host(url) or name
    return _NAMES.get(name, name)


def counted(number: int, noun: str) -> str:
    """Write a count, and what was counted.

    Args:
        number: 4164.
        noun: What was counted, in the regular plural: ``reposts``.

    Returns:
        ``4,164 reposts``; for 1 ``1 repost``; without a noun the number alone.
    """
    return f"{number:,} {_singular(noun) if number == 1 else noun}".rstrip()


def ordinal(number: int) -> str:
    """Write a place in a row: ``1st``, ``22nd``, ``113th``."""
    teens = 10 <= number % 100 < 20  # noqa: PLR2004 - 11th, not 11st
    return f"{number:,}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _host(url: str) -> str:
    try:
        host = urlsplit(safe_url(url)).hostname or ""
    except ValueError:  # an address in brackets that is none
        return ""
    return host.removeprefix("www.")
