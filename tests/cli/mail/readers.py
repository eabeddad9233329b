"""A site that mails its digests, and who reads them."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from loopback.smtp import USER

DAY = "2026-11-27"
ADA, BO, CY = "ada@example.org", "bo@example.org", "cy@example.org"
CONF = {
    "PATH": "content",
    "SITENAME": "Café des Sciences",
    "SITEURL": "https://papers.example.org",
    "TIMEZONE": "UTC",
    "HOTPAPERS_MAIL_FROM": f"Hot Papers <{USER}>",
}


def paper(number: int, **more: object) -> dict[str, object]:
    return {
        "arxiv_id": f"2611.{number:05}",
        "title": f"On sheep, part {number}",
        "authors": ["Ada Hirt"],
        "categories": ["cs.LG"],
        "abstract": "They are counted.",
        "likes": 100 - number,
        **more,
    }


def history(folder="."):
    return Path(folder, "content", "hotpapers", "mail-history.txt")


def drafts(folder="out"):
    return {
        path.name: message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in Path(folder).glob("*.eml")
    }
