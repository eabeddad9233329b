"""What others wrote in Markdown, as HTML that is safe."""

from __future__ import annotations

from markdown import Markdown
from markupsafe import Markup

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.markup import sanitize
from pelican_hotpapers.markup.external_media import link_external_media
from pelican_hotpapers.markup.markdown_cost import Excess, excesses

_EXTENSIONS = ("markdown.extensions.fenced_code", "markdown.extensions.tables")


class TooMuchError(ValueError):
    """A text has too much of something to be read as Markdown in its length's time."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(f"{excess.found}, expected {excess.expected}")
        self.excess = excess


def markdown_to_html(text: str) -> Markup:
    """Return Markdown from outside as safe HTML, which fetches nothing from elsewhere.

    The extensions of the site are not used: one may include files, which is for the
    site's own texts alone.

    Raises:
        TooMuchError: It would take too long, or is nested too deeply.
    """
    if not text.strip():
        return Markup("")
    for excess in excesses(text):
        raise TooMuchError(excess)
    markdown = Markdown(extensions=list(_EXTENSIONS), output_format="html")
    try:
        return link_external_media(sanitize.document(markdown.convert(text)))
    except RecursionError:
        raise TooMuchError(Excess(0, "deep nesting", "less of it")) from None


def as_preformatted(text: str) -> Markup:
    """Return a text from outside as it is written, so that nothing of it is lost."""
    return Markup("<pre>{}</pre>").format(without_controls(text))
