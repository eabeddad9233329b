"""What others wrote in Markdown, as HTML that is safe."""

from __future__ import annotations

from markdown import Markdown
from markupsafe import Markup

from pelican_hotpapers.markup import sanitize

_EXTENSIONS = ("markdown.extensions.fenced_code", "markdown.extensions.tables")


def to_html(text: str) -> Markup:
    """Return Markdown from outside as safe HTML.

    The extensions of the site are not used: one may include files, which is for the
    site's own texts alone.
    """
    if not text.strip():
        return Markup("")
    markdown = Markdown(extensions=list(_EXTENSIONS), output_format="html")
    return sanitize.document(markdown.convert(text))
