"""A digest to HTML, through the templates of the site's own theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jinja2

from pelican_hotpapers.model import Digest
from pelican_hotpapers.translation import Translation

if TYPE_CHECKING:
    from pelican_hotpapers.library.plots import ScoreDistribution
    from pelican_hotpapers.pages.neighbours import Neighbourhood

DIGEST = "hotpapers/digest.html"
SUMMARY = "hotpapers/summary.html"
FOOT = "hotpapers/pages/around.html"
LEAST_DOTS = 8
"""Papers from which on the scores of a day are worth a plot."""


class Renderer:
    """Renders digests in one Jinja environment, under one set of settings."""

    def __init__(
        self,
        env: jinja2.Environment,
        shared: Mapping[str, Any],
        translation: Translation,
    ) -> None:
        """Take what is the same for all digests.

        Args:
            env: An environment in which the filters are installed.
            shared: What templates are given whatever they show.
            translation: The words of the site's language.
        """
        self._env = env
        self._translation = translation
        self._shared = shared

    def page(self, digest: Digest, around: Neighbourhood | None) -> str:
        """Return the text of a digest's page.

        Args:
            digest: The digest.
            around: What is around it; nothing while that is not known.
        """
        return self._render(
            DIGEST, digest=digest, around=around, plot=self._plot(digest, around)
        )

    def foot(self, digest: Digest, around: Neighbourhood) -> str:
        """Return what stands below the papers on the page of a published digest."""
        return self._render(
            FOOT, digest=digest, around=around, plot=self._plot(digest, around)
        )

    def feed(
        self, digest: Digest, around: Neighbourhood | None, site: str, url: str
    ) -> str:
        """Return the text of a digest in a feed, in which every link is absolute.

        Args:
            digest: The digest.
            around: What is around it.
            site: The address of the site.
            url: The address of the digest's page.
        """
        return self._render(
            DIGEST,
            digest=digest,
            around=around,
            in_feed=True,
            page_url=url,
            SITEURL=site,
        )

    def summary(self, digest: Digest) -> str:
        """Return what lists show of a digest."""
        return self._render(SUMMARY, digest=digest).strip()

    def _plot(
        self, digest: Digest, around: Neighbourhood | None
    ) -> ScoreDistribution | None:
        """Return the scores of a published day, where there are enough of them."""
        is_published = around is not None and around.is_published
        if not is_published or len(digest.papers) < LEAST_DOTS:
            return None
        # A site of digests alone has no plots.
        from pelican_hotpapers.library.plots import score_distribution  # noqa: PLC0415

        return score_distribution(digest, self._translation)

    def _render(self, name: str, **context: object) -> str:
        return self._env.get_template(name).render({**self._shared, **context})


def typogrified(html: str, settings: Mapping[str, Any]) -> str:
    """Return HTML as TYPOGRIFY wants it, which Pelican does to all that it reads."""
    if not settings["TYPOGRIFY"]:
        return html
    # Pelican's, and optional there as well.
    from typogrify.filters import typogrify  # noqa: PLC0415

    omitted = dict.fromkeys(settings.get("TYPOGRIFY_OMIT_FILTERS", ()), False)
    return str(typogrify(html, settings["TYPOGRIFY_IGNORE_TAGS"], **omitted))
