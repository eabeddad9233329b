"""What is mailed: a day, or a week, or what of it belongs to a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pelican_hotpapers.addresses import day_stem, topic_stem
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.library import Library
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages.periods import Period
from pelican_hotpapers.wording import counted

MOST_OF_WEEK = 30
"""Papers of a week that are mailed."""
MOST_PAPERS = 200
"""Papers of a day that are mailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """A digest as it is mailed."""

    name: str
    """What it is known by: ``2026-11-27``, ``2026-w48 topic-agents``."""
    digest: Digest
    about: str
    """A line on what is in it: ``31 papers``."""
    url: str = ""
    """The page that shows the same, if it is known."""

    @property
    def title(self) -> str:
        """What it is called, in plain text."""
        return tex.to_text(self.digest.title)

    @property
    def subject(self) -> str:
        """The title, and the hottest paper's."""
        titles = [paper.title for paper in self.digest.papers[:1]]
        return ": ".join([self.title, *map(tex.to_text, titles)])


def daily(digest: Digest, url: str = "") -> Newsletter:
    """Return the newsletter of a day.

    Args:
        digest: The day's, with scores.
        url: The address of its page.
    """
    return Newsletter(
        name=day_stem(digest.date),
        digest=digest,
        about=counted(len(digest.papers), "papers"),
        url=url,
    )


def weekly(digests: Iterable[Digest], week: Period, url: str = "") -> Newsletter:
    """Return the newsletter of a week: its hottest papers.

    Args:
        digests: The digests of its days, with scores.
        week: The week.
        url: The address of its page.
    """
    library = Library.of(each for each in digests if each.papers)
    entries = library.between(week.first, week.last)
    papers = tuple(
        replace(entry.paper, rank=rank, score=entry.score)
        for rank, entry in enumerate(entries, 1)
    )
    days = counted(len(library.digests), "days")
    return Newsletter(
        name=week.stem.removeprefix("top-"),
        digest=Digest(
            date=week.last, title=f"The hottest of {week.name}", papers=papers
        ),
        about=f"{counted(len(papers), 'papers')} of {days}",
        url=url,
    )


def of_topic(newsletter: Newsletter, name: str, topic: Topic, url: str) -> Newsletter:
    """Return what of a newsletter belongs to a topic; the ranks stay.

    Args:
        newsletter: That of a day or a week.
        name: What the topic is called.
        topic: Its rules.
        url: The address of its page.
    """
    digest = newsletter.digest
    papers = tuple(filter(topic.has, digest.papers))
    return Newsletter(
        name=f"{newsletter.name} {topic_stem(name)}",
        digest=replace(digest, title=f"{name}: {digest.title}", papers=papers),
        about=f"{len(papers):,} of {newsletter.about}",
        url=url,
    )


def shortened(newsletter: Newsletter, most: int) -> Newsletter:
    """Return a newsletter with so many of its papers, the hottest, and says so."""
    papers = newsletter.digest.papers
    if len(papers) <= most:
        return newsletter
    return replace(
        newsletter,
        digest=replace(newsletter.digest, papers=papers[:most]),
        about=f"The {most:,} hottest of {newsletter.about}",
    )
