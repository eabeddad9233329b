"""Which newsletter the command is asked for."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from pelican_hotpapers import addresses
from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.cli.subcommand import complain, say_nothing_found
from pelican_hotpapers.collect import now
from pelican_hotpapers.config.digest_defaults import with_defaults
from pelican_hotpapers.config.topic_rules import Topics, read_topics
from pelican_hotpapers.errors import near, shown_path
from pelican_hotpapers.mail.newsletter import (
    MOST_OF_WEEK,
    MOST_PAPERS,
    Newsletter,
    daily,
    of_topic,
    shortened,
    weekly,
)
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages.periods import week_period
from pelican_hotpapers.pelican.published_addresses import published_address
from pelican_hotpapers.translation import Translation

NEWEST = dt.date.max
"""Stands for the newest day, and for the last week that is over."""


def chosen_newsletter(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> Newsletter | None:
    """Return what is to be mailed; None where there is no digest, which has been said.

    Args:
        arguments: With ``day``, ``week`` and ``topic``.
        site: The site, in whose words it is.
        translation: The words of whoever called the command.

    Raises:
        UsageError: There is no such topic.
    """
    if arguments.week:
        found, most = _weekly(arguments.week, site, translation), MOST_OF_WEEK
    else:
        found, most = _daily(arguments.day or NEWEST, site, translation), MOST_PAPERS
    if found and arguments.topic:
        found = _topical(found, arguments.topic, site)
    return found and shortened(found, most)


def _topical(newsletter: Newsletter, asked: str, site: LocalSite) -> Newsletter:
    topics = _topics(site)
    name = next((each for each in topics if each.casefold() == asked.casefold()), None)
    if name is None:
        meant = near(asked, topics) or ", ".join(topics) or "one of HOTPAPERS_TOPICS"
        raise UsageError(f"found the topic {asked!r}, expected {meant}")
    stem = addresses.distinct(topics, addresses.topic_stem)[name]
    url = own_address(stem, site)
    return of_topic(newsletter, name, topics[name], url)


def _daily(
    day: dt.date, site: LocalSite, translation: Translation
) -> Newsletter | None:
    days = site.days()
    wanted = sorted(days, reverse=True) if day == NEWEST else [day]
    for each in wanted:
        if each in days and (found := _published(days[each], site)):
            return daily(*found, site.translation)
    if day == NEWEST:
        none = translation.gettext("There is no digest that is published.")
    else:
        none = translation.gettext("There is no digest of {day}.", day=day)
    say_nothing_found(none, site, translation)
    return None


def _weekly(
    week: dt.date, site: LocalSite, translation: Translation
) -> Newsletter | None:
    in_it = now().date() - dt.timedelta(days=7) if week == NEWEST else week
    words = site.translation
    period = week_period(in_it, words)
    paths = [
        path
        for day, path in sorted(site.days().items())
        if period.first <= day <= period.last
    ]
    found = [each[0] for path in paths if (each := _published(path, site))]
    if not found:
        none = translation.gettext(
            "There is no digest of {first} to {last}.",
            first=period.first,
            last=period.last,
        )
        say_nothing_found(none, site, translation)
        return None
    return weekly(found, period, own_address(period.stem, site), words)


def _published(path: Path, site: LocalSite) -> tuple[Digest, str] | None:
    """Return a digest and the address of its page; None where it is not published.

    What is wrong with it is told; what is sound of it is mailed, as it is published.
    """
    digest, faults = site.read_with_faults(path)
    for fault in faults:
        complain(str(fault))
    if digest is None:
        return None
    digest = with_defaults(digest, site.config)
    address = published_address(digest, path, site.settings, site.config)
    if address is None:
        return None
    return digest, f"{site.url}/{address}" if site.url else ""


def _topics(site: LocalSite) -> Topics:
    if not site.topics:
        topics = site.config.topics
        return {} if isinstance(topics, str) else topics
    shown = Path(shown_path(str(site.topics)))
    topics, faults = read_topics(shown, site.config.max_file_size)
    for fault in faults:
        complain(str(fault))
    return topics


def own_address(stem: str, site: LocalSite) -> str:
    """Return the address of one of the plugin's own pages, if there is one."""
    if not (site.url and site.config.pages):
        return ""
    return f"{site.url}/{addresses.Addresses(site.config.pages).page(stem)}"
