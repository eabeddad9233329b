"""Pictures, sounds and films from other sites, as links in safe HTML.

A page makes no request to another site. So a picture from elsewhere becomes a link to
it, and so does every sound and film; a picture of the site's own stays.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup, escape

from pelican_hotpapers.markup.sanitize import safe_url

# HTML as nh3 writes it: names in lower case, all values in double quotes.
_TAG = re.compile(r"<(?P<name>/?(?:a|img|audio|video|source))(?: [a-z-]+=\"[^\"]*\")*>")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_NAMES = {"img": "picture", "audio": "sound", "video": "film", "source": "recording"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def link_external_media(html: str) -> Markup:
    """Return safe HTML with links in the place of what is fetched from elsewhere.

    Args:
        html: What nh3 has written.

    Returns:
        The same; within a link, only the words for what was there.
    """
    is_in_link = False

    def replaced(tag: re.Match[str]) -> str:
        nonlocal is_in_link
        name = tag["name"]
        if name in {"a", "/a"}:
            is_in_link = name == "a"
            return tag[0]
        if name.startswith("/"):
            return ""
        values = {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag[0])}
        url = values.get("src", "")
        if name == "img" and url and not is_external(url):
            return tag[0]
        words = escape(values.get("alt") or values.get("title") or _NAMES[name])
        address = safe_url(url) if is_external(url) else url
        if is_in_link or not address:
            return str(words) if url or values.get("alt") else ""
        return f'<a href="{escape(address)}" rel="noopener">{words}</a>'

    return Markup(_TAG.sub(replaced, html))  # noqa: S704 - of tags and escaped words


def is_external(url: str) -> bool:
    r"""Tell whether an address leaves the site, as browsers read it.

    They pass over line ends and tabs, and take ``\`` for ``/``.
    """
    plain = re.sub(r"[\t\n\r]", "", url).strip("".join(map(chr, range(33))))
    return bool(_SCHEME.match(plain)) or plain.replace("\\", "/").startswith("//")
