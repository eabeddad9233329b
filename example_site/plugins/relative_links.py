"""Links between the files of a page, written as editors and code hosts follow them.

Pelican wants `[Settings]({filename}settings.md)`. In pages of this site
`[Settings](settings.md)` will do, so that they can be read where they are kept, too.
"""

import re

from pelican import signals
from pelican.contents import Content, Page

_RELATIVE = re.compile(r'(<a href=")(?=[\w./-]+\.(?:md|json|yaml)["#])')


def resolve(content: Content) -> None:
    """Write relative links to files of the site as Pelican wants them."""
    if isinstance(content, Page):
        content._content = _RELATIVE.sub(r"\1{filename}", content._content)


def register() -> None:
    """Be called for each page as soon as it has been read."""
    signals.content_object_init.connect(resolve)
