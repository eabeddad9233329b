"""Small signals, to be opened by ``sources.small_signals:Name``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Post
from pelican_hotpapers.ranking import Mention
from pelican_hotpapers.sources import Context, SignalReport


@dataclass(frozen=True)
class Says:
    """Has heard so many likes of papers, each in a post of its own."""

    context: Context
    likes: tuple[tuple[str, int], ...] = ()
    """Papers and likes; a paper may come more than once."""
    problems: tuple[str, ...] = ()
    platform: str = "x"
    public: bool = True
    name: ClassVar[str] = "says"

    def mentions(
        self, _arxiv_ids: Iterable[str], _since: dt.datetime, _until: dt.datetime
    ) -> SignalReport:
        said = tuple(
            Mention(
                arxiv_id=arxiv_id,
                post=Post(
                    url=f"https://x.example/{self.platform}/{number}",
                    platform=self.platform,
                    id=str(number),
                ),
                counts={"likes": likes, "reposts": 1},
                public=self.public,
            )
            for number, (arxiv_id, likes) in enumerate(self.likes)
        )
        return SignalReport(said, self.problems)


@dataclass(frozen=True)
class Echo:
    """Says what it was asked."""

    context: Context
    name: ClassVar[str] = "echo"

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        return SignalReport((), (f"{' '.join(arxiv_ids)} {since} {until}",))


@dataclass(frozen=True)
class Down:
    """Cannot tell."""

    context: Context
    name: ClassVar[str] = "down"

    def mentions(
        self, _arxiv_ids: Iterable[str], _since: dt.datetime, _until: dt.datetime
    ) -> SignalReport:
        raise SourceError("down.example answered with status 503", "Try again later")


@dataclass(frozen=True)
class Broken:
    """Was written in haste."""

    context: Context
    name: ClassVar[str] = "broken"

    def mentions(
        self, _arxiv_ids: Iterable[str], _since: dt.datetime, _until: dt.datetime
    ) -> SignalReport:
        raise KeyError("statuses")
