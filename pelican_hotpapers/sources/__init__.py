"""Where new digests come from.

A source is a name and one ``fetch(day)``. It is made by a factory: any callable that
takes a `Context` and, by keyword, its options, of which the annotations and defaults
are the documentation and what is checked. A frozen dataclass does well:

    @dataclass(frozen=True)
    class Mine:
        context: Context
        base_url: str = "https://example.org"
        name: ClassVar[str] = "mine"

        def fetch(self, day: dt.date) -> Digest | None: ...

Third parties announce theirs by the entry point group ``pelican_hotpapers.sources``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Digest, Discussion
from pelican_hotpapers.ranking import Mention, Rules
from pelican_hotpapers.sources.batches import fingerprint

if TYPE_CHECKING:
    from pelican_hotpapers.http import Client
    from pelican_hotpapers.sources.catalogue import Catalogue
    from pelican_hotpapers.sources.signal_pool import SignalPool


__all__ = ["Context", "Signal", "SignalReport", "Source", "fingerprint"]


class Source(Protocol):
    """Something that knows which papers were hot on a day."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    def fetch(self, day: dt.date) -> Digest | None:
        """Return the day's digest, ranked, with its coverage.

        Its posts need no texts: those are asked of their platforms when all sources
        have answered. None when nothing was announced on that day.

        Raises:
            SourceError: It has no answer now. It may have one later.
        """


class Signal(Protocol):
    """Something that knows what people said about papers."""

    @property
    def name(self) -> str:
        """What the options of a source call it."""

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return the posts about these papers that were written in a span of time.

        Args:
            arxiv_ids: Papers, without versions.
            since: Aware; from here on.
            until: Aware; up to here.

        Raises:
            SourceError: It has no answer now.
        """


@dataclass(frozen=True, slots=True)
class SignalReport:
    """What a signal found, and why there may be more."""

    mentions: tuple[Mention, ...]
    problems: tuple[str, ...] = ()
    """Why there may be more, a sentence each without its full stop."""
    lacks: str = ""
    """Why there is more, for which it is to be asked again; empty where all was had."""
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """What was counted that is of no post, by paper and name."""
    discussions: Mapping[str, Sequence[Discussion]] = field(default_factory=dict)
    """Where people talk about papers beside those posts, by paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that a source may need of the outside, so that it need not reach for it."""

    http: Client
    """Makes all requests."""
    catalogue: Catalogue
    """What arXiv knows of papers."""
    rules: Rules
    """How the site scores and chooses."""
    environ: Mapping[str, str] = field(repr=False)
    """Where secrets are."""
    now: Callable[[], dt.datetime]
    """The time; aware."""
    archived: Callable[[dt.date], Digest | None] = field(default=lambda _day: None)
    """What was collected for a day before; None for nothing."""
    textless: frozenset[str] = frozenset()
    """Platforms whose posts are kept without their texts, as the site wants it."""
    signals: SignalPool | None = None
    """The site's signals, for a source that chooses papers by them; those of any other
    are asked about its papers when it has answered."""

    @property
    def today(self) -> dt.date:
        """The day that it is in UTC, as days are counted in."""
        return self.now().astimezone(dt.UTC).date()

    def secret(self, name: str, purpose: str) -> str:
        """Return a secret from the environment, and keep it out of every error.

        Args:
            name: The environment's name for it: ``X_BEARER_TOKEN``.
            purpose: What it is, for a person: ``a bearer token of X's API``.

        Raises:
            SourceError: It is not set.
        """
        value = self.environ.get(name, "").strip()
        if not value:
            raise SourceError(
                f"found no {name} in the environment, expected {purpose}",
                f"Set {name} where the command runs; secrets are never settings",
            )
        self.http.hide(value)
        return value
