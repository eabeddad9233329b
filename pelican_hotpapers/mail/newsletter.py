"""What is mailed: a day, or a week, or what of it belongs to a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pelican_hotpapers.addresses import day_stem, topic_stem
from pelican_hotpapers.config.topics import Topic, without_tex
from pelican_hotpapers.library import Library
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages.periods import Period
from pelican_hotpapers.translation import ENGLISH, Translation

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
    facts: tuple[str, ...]
    """What is in it: ``31 papers``, ``5 days``; papers come first."""
    translation: Translation = ENGLISH
    """The words that it is in."""
    url: str = ""
    """The page that shows the same, if it is known."""

    @property
    def title(self) -> str:
        """What it is called, in plain text."""
        return tex.to_text(self.digest.title)

    @property
    def about(self) -> str:
        """A line on what is in it."""
        return " · ".join(self.facts)

    @property
    def subject(self) -> str:
        """The title, and the hottest paper's."""
        if not self.digest.papers:
            return self.title
        paper = tex.to_text(self.digest.papers[0].title)
        return self.translation.gettext(
            "{title}: {paper}", title=self.title, paper=paper
        )


def daily(
    digest: Digest, url: str = "", translation: Translation = ENGLISH
) -> Newsletter:
    """Return the newsletter of a day.

    Args:
        digest: The day's, with scores.
        url: The address of its page.
        translation: The words of the site.
    """
    return Newsletter(
        name=day_stem(digest.date),
        digest=digest,
        facts=(translation.counted(len(digest.papers), "papers"),),
        translation=translation,
        url=url,
    )


def weekly(
    digests: Iterable[Digest],
    week: Period,
    url: str = "",
    translation: Translation = ENGLISH,
) -> Newsletter:
    """Return the newsletter of a week: its hottest papers.

    Args:
        digests: The digests of its days, with scores.
        week: The week, named in the words of the site.
        url: The address of its page.
        translation: The words of the site.
    """
    library = Library.of(each for each in digests if each.papers)
    entries = library.between(week.first, week.last)
    papers = tuple(
        replace(entry.paper, rank=rank, score=entry.score)
        for rank, entry in enumerate(entries, 1)
    )
    title = translation.gettext("The hottest of {period}", period=week.name)
    return Newsletter(
        name=week.stem.removeprefix("top-"),
        digest=Digest(date=week.last, title=title, papers=papers),
        facts=(
            translation.counted(len(papers), "papers"),
            translation.counted(len(library.digests), "days"),
        ),
        translation=translation,
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
    digest, translation = newsletter.digest, newsletter.translation
    papers = tuple(each for each in digest.papers if topic.has(without_tex(each)))
    title = translation.gettext("{topic}: {title}", topic=name, title=digest.title)
    found = translation.ngettext(
        "{found} of {n} paper",
        "{found} of {n} papers",
        len(digest.papers),
        found=translation.number(len(papers)),
    )
    return replace(
        newsletter,
        name=f"{newsletter.name} {topic_stem(name)}",
        digest=replace(digest, title=title, papers=papers),
        facts=(found, *newsletter.facts[1:]),
        url=url,
    )


def shortened(newsletter: Newsletter, most: int) -> Newsletter:
    """Return a newsletter with so many of its papers, the hottest, and says so."""
    papers, translation = newsletter.digest.papers, newsletter.translation
    if len(papers) <= most:
        return newsletter
    shown = translation.ngettext(
        "The {shown} hottest of {n} paper",
        "The {shown} hottest of {n} papers",
        len(papers),
        shown=translation.number(most),
    )
    return replace(
        newsletter,
        digest=replace(newsletter.digest, papers=papers[:most]),
        facts=(shown, *newsletter.facts[1:]),
    )
