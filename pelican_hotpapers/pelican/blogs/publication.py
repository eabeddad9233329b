"""The time in which a post is published: from its date until it expires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pelican.contents import Article, Content
from pelican.utils import set_date_tzinfo

from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.metadata import BEGINS, EXPIRES

logger = get_logger(__name__)


def hold_back(content: Content) -> None:
    """Make a draft of a post outside this time.

    As in Pelican, one of the future is held back only if WITH_FUTURE_DATES is False.
    One that has expired is a draft in any case, as in Hugo.
    """
    if content.status == "draft":
        return
    now = dt.datetime.now(dt.UTC)
    expires = _moment(content, EXPIRES)
    first = max(_beginnings(content), default=now)
    path = shown_path(str(content.source_path))
    if expires and expires <= now:
        content.status = "draft"
        logger.info("%s: a draft, for it expired on %s", path, expires.date())
    elif first > now and not content.settings["WITH_FUTURE_DATES"]:
        content.status = "draft"
        logger.info("%s: a draft until its day, %s", path, first.date())


def _beginnings(content: Content) -> Iterator[dt.datetime]:
    """Yield the times before which a post is not published."""
    names = ("date", BEGINS) if isinstance(content, Article) else (BEGINS,)
    for name in names:
        if moment := _moment(content, name):
            yield moment


def _moment(content: Content, name: str) -> dt.datetime | None:
    value = getattr(content, name, None)
    if not isinstance(value, dt.datetime):
        return None
    moment: dt.datetime = set_date_tzinfo(value, str(content.timezone))
    return moment
