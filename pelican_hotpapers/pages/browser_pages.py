"""Pages that a script fills in, with what the browser keeps."""

from __future__ import annotations

from collections.abc import Iterator

from pelican_hotpapers import addresses
from pelican_hotpapers.config import Config
from pelican_hotpapers.library import Library
from pelican_hotpapers.outputs.interests import LAST_DAYS
from pelican_hotpapers.pages import Page
from pelican_hotpapers.translation import Translation


def browser_pages(
    library: Library, config: Config, translation: Translation
) -> Iterator[Page]:
    """Yield these pages, as far as the settings want them.

    Args:
        library: All papers.
        config: The site's settings.
        translation: The words of the site's language.
    """
    if "marks" in config.comforts:
        yield Page(
            stem=addresses.LISTS,
            template="lists",
            title=translation.gettext("My lists"),
            description=translation.gettext(
                "Papers of your own choice, in lists that your browser keeps."
            ),
        )
    if has_interests(config):
        yield Page(
            stem=addresses.FOR_YOU,
            template="for-you",
            title=translation.gettext("For you"),
            description=translation.gettext(
                "The papers of the last days, by what you bookmarked."
            ),
            values={"newest": [each.date for each in library.digests[:LAST_DAYS]]},
        )
    if config.web_app == "on":
        about = translation.gettext("What of this site can be read without a network.")
        yield Page(
            stem=addresses.OFFLINE,
            template="offline",
            title=translation.gettext("Without a network"),
            description=about,
            values={"newest": library.digests[: config.web_app_days]},
        )


def has_interests(config: Config) -> bool:
    """Tell whether papers are ranked by what a reader bookmarked."""
    return {"marks", "interests"} <= {*config.comforts}
