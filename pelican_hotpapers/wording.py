"""How things are said to people: the names of services, the numbers of things."""

from __future__ import annotations

from urllib.parse import urlsplit

from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.translation import ENGLISH

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
    return ENGLISH.counted(number, noun)


def _host(url: str) -> str:
    try:
        host = urlsplit(safe_url(url)).hostname or ""
    except ValueError:  # an address in brackets that is none
        return ""
    return host.removeprefix("www.")
