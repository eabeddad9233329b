"""What others wrote, made safe for a page: links, a post's text, a whole document.

All HTML goes through nh3, which parses it as a browser does and writes a tree of its
own: what comes out is balanced, whatever went in. The rest here is what nh3 leaves to
its caller: characters that reorder or break a page, and the cost of hostile input.

MathML and SVG are never let through; formulas are added after sanitising, by `tex`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import nh3
from markupsafe import Markup, escape

from pelican_hotpapers.characters import HARMFUL, without_controls
from pelican_hotpapers.languages import is_language_tag

LONGEST_FRAGMENT = 20_000
"""Characters of a post that are looked at; the rest is cut, and ``…`` marks the cut."""
MOST_FRAGMENT_TAGS = 400
"""Tags a post may hold; with more of them it is shown as text."""
MOST_DISORDERLY_TAGS = 1_000
"""Tags a document may hold before its order matters; see `document`."""
DEEPEST = 100
"""How deep the tags of a long document may be nested."""
LONGEST_URL = 4_096
"""Characters of a link; nothing longer is one."""


# Links

_PLAIN_URL = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9!#$&()*+,./:;=?@_~%-]*)?"
)
_URL = re.compile(
    r"(?P<scheme>https?):(?P<slashes>//)"
    r"(?P<host>\[[0-9a-f:.]+\]|[^\W_](?:[\w.-]*[\w.])?)(?P<port>:[0-9]{1,5})?"
    r"(?P<rest>(?:[/?#].*)?)"
    r"|(?P<mail>mailto):(?P<address>[^/].*)",
    re.IGNORECASE,
)
_NOT_IN_URL = re.compile(r"[\s\u200b-\u200d\u2060]+")
_TO_QUOTE = re.compile(r"""[ "'<>\\^`{|}]""")


def safe_url(url: str) -> str:
    """Return a link that may stand in a page, or nothing.

    Args:
        url: What a file or a service gave as a link.

    Returns:
        An absolute ``http``, ``https`` or ``mailto`` URL: without white space, control
        and bidirectional characters (a space within becomes ``%20``), quotes, brackets
        and backslashes percent-encoded, scheme and ASCII host in lower case. ``""`` for
        all else: other schemes, relative links, a user name before the host (which
        makes one site look like another), longer than `LONGEST_URL`. It never begins
        with ``{`` or ``|``, which Pelican would take for a link of its own.
    """
    if not url or len(url) > LONGEST_URL:
        return ""
    if _PLAIN_URL.fullmatch(url):
        return url
    found = _URL.fullmatch(_bare_url(url))
    if not found:
        return ""
    if found["mail"]:
        return "mailto:" + _quoted(found["address"])
    host = found["host"].lower() + (found["port"] or "")
    return f"{found['scheme'].lower()}://{host}{_quoted(found['rest'])}"


def _bare_url(url: str) -> str:
    words = without_controls(url).strip().replace(" ", "%20")
    return _NOT_IN_URL.sub("", words)


def _quoted(part: str) -> str:
    return _TO_QUOTE.sub(lambda found: f"%{ord(found[0]):02X}", part)


# A post's text


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_INLINE = _names(
    "a abbr b bdi br cite code del em i ins kbd mark q rp rt ruby s samp small span",
    "strong sub sup u var wbr",
)
_DROPPED_WHOLE = _names(
    "iframe math noembed noframes noscript object script select style svg template",
    "textarea title xmp",
)
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})


_MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class _Sanitizer:
    """A cleaner, and how to tell that cleaning once is not enough."""

    cleaner: nh3.Cleaner
    unsettling: re.Pattern[str]
    """A tag that is taken out but leaves its text, or that moves others about."""

    @classmethod
    def of(cls, tags: frozenset[str], **options: Any) -> _Sanitizer:  # noqa: ANN401
        """Return a sanitizer for these tags, with options of `nh3.Cleaner`."""
        settled = "|".join(sorted((tags | {"script"}) - {"table"}))
        return cls(
            nh3.Cleaner(
                tags=set(tags),
                tag_attribute_values={tag: {"dir": set(_DIRECTIONS)} for tag in tags},
                **options,
            ),
            re.compile(rf"<(?!/?(?:{settled})[\s/>])[a-z]", re.IGNORECASE),
        )

    def clean(self, html: str) -> Markup:
        """Return safe and balanced HTML without controls."""
        try:
            clean = self.cleaner.clean(html)
        except UnicodeEncodeError:  # lone surrogates
            clean = self.cleaner.clean(without_controls(html))
        bare = without_controls(clean)
        if bare != clean or self.unsettling.search(html):
            bare = self._settled(bare)
        return Markup(bare.replace("&nbsp;", "\xa0"))  # noqa: S704

    def _settled(self, html: str) -> str:
        """Clean until nothing changes.

        A control character that is taken out may have hidden the scheme of a link. A
        tag that is taken out may have kept others apart: a link in a cell in a link
        is a link in a link without the cell, which a browser reads otherwise. And what
        stands in a table but in no cell is moved before it.
        """
        for _ in range(_MOST_PASSES):
            again = self.cleaner.clean(html)
            if again == html:
                return html
            html = again
        return escape(html)


def _fragment_attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep links and languages in the plainest form.

    Pelican looks for ``href='{`` in whole tags, also inside a quoted value.
    """
    if name == "href":
        return safe_url(value) or None
    if name == "lang" and not is_language_tag(value):
        return None
    return value


_REL = "nofollow"
"""What all search engines heed. No ``noopener``: no link of a post has a ``target``,
for which alone it counts."""
_FRAGMENT = _Sanitizer.of(
    _INLINE,
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes={"a": {"href"}, "*": {"lang"}},
    attribute_filter=_fragment_attribute,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=_REL,
)
_CUT_OFF = re.compile(r"(?:<[^<>]*|&[#\w]{0,32})\Z")


def fragment(html: str) -> Markup:
    """Return a post's text as safe inline HTML.

    Links to ``http`` and ``https``, emphasis, code and line breaks stay, with ``lang``
    and ``dir``; of all other tags only the text stays, of scripts and the like nothing.

    Args:
        html: Inline HTML from anybody. Beyond `LONGEST_FRAGMENT` characters it is cut
            and ends in ``…``; beyond `MOST_FRAGMENT_TAGS` tags, which no post has and
            which can cost the square of their number, its source is shown as text.

    Returns:
        Balanced HTML, in which no entity but those of XML is used.
    """
    if len(html) <= LONGEST_FRAGMENT:
        return _cleaned_fragment(html)
    return _cleaned_fragment(_CUT_OFF.sub("", html[:LONGEST_FRAGMENT])) + "…"


def _cleaned_fragment(html: str) -> Markup:
    if html.count("<") > MOST_FRAGMENT_TAGS:
        return escape(without_controls(html))
    if _SOUND_FRAGMENT.fullmatch(html):
        # A quote stands before a bracket at the end of a link alone.
        with_rel = html.replace('">', f'" rel="{_REL}">')
        return Markup(_unquoted(with_rel))  # noqa: S704
    return _FRAGMENT.clean(html)


# Nearly all posts are of this form, which nh3 would give back as it is but for what
# `_cleaned_fragment` does itself. It takes a tenth of nh3's time.
_SOUND_TEXT = rf"[^<>&\t\r\xa0{HARMFUL}]"
_SOUND_FRAGMENT = re.compile(
    rf"(?:{_SOUND_TEXT}++"
    r"|&(?:amp|lt|gt|quot|#39);"
    r"|<br>"
    r"|<a href=\"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
    r"(?:/(?:[A-Za-z0-9!#$()*+,./:;=?@_~%-]|&amp;)*+)?\">"
    rf"{_SOUND_TEXT}*+</a>"
    r")*+"
)


def _unquoted(html: str) -> str:
    """Write quotes as nh3 does, which needs no entities for them in text."""
    return html.replace("&quot;", '"').replace("&#39;", "'")


# A whole document

_BLOCKS = _names(
    "address article aside audio blockquote caption center col colgroup dd details div",
    "dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre",
    "section source summary table tbody td tfoot th thead tr ul video",
)
_DOCUMENT_TAGS = _BLOCKS | _INLINE | {"big", "dfn", "img", "strike", "time", "tt"}
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})


def _document_attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep names beginning with ``hotpapers`` for what the templates write."""
    if name not in {"class", "id"}:
        return value
    kept = [word for word in value.split() if not word.startswith("hotpapers")]
    return " ".join(kept) or None


_DOCUMENT = _Sanitizer.of(
    _DOCUMENT_TAGS,
    clean_content_tags=_DROPPED_WHOLE - {"math"},  # a formula's letters are text
    attributes={
        "*": {"class", "id", "lang", "title"},
        "a": {"href"},
        "abbr": {"title"},
        "audio": {"controls", "loop", "muted", "src"},
        "blockquote": {"cite"},
        "col": {"span"},
        "colgroup": {"span"},
        "del": {"cite", "datetime"},
        "details": {"open"},
        "img": {"alt", "height", "loading", "src", "width"},
        "ins": {"cite", "datetime"},
        "li": {"value"},
        "ol": {"reversed", "start", "type"},
        "q": {"cite"},
        "source": {"src", "type"},
        "td": {"align", "colspan", "headers", "rowspan"},
        "th": {"align", "colspan", "headers", "rowspan", "scope"},
        "time": {"datetime"},
        "video": {"controls", "height", "loop", "muted", "src", "width"},
    },
    attribute_filter=_document_attribute,
    url_schemes={"http", "https", "mailto"},
    url_relative="pass_through",
    link_rel="noopener",
)


def document(html: str) -> Markup:
    """Return the HTML of a whole Markdown post as safe, balanced HTML.

    Headings, lists, tables, code with its classes, images, footnotes, quotes stay, and
    relative links with Pelican's ``{static}`` and the like; no script, style, frame or
    event handler does.

    Args:
        html: What Markdown made of a post, of any size. Badly nested tags can cost the
            square of their number, so beyond `MOST_DISORDERLY_TAGS` tags they must be
            in order: each closed in its turn, none unknown, at most `DEEPEST` deep.

    Returns:
        The document; or, where it is that long and out of order, its source as text
        in a ``<pre>``, so that nothing is lost.
    """
    if html.count("<") > MOST_DISORDERLY_TAGS:
        html = _CHAFF.sub("", html)
        if not _is_orderly(html):
            return as_preformatted(html)
    return _DOCUMENT.clean(html)


def as_preformatted(text: str) -> Markup:
    """Return a text from outside as it is written, so that nothing of it is lost."""
    return Markup("<pre>{}</pre>").format(without_controls(text))


# What goes anyway, and would only be in the way: comments, and the empty script
# elements that stand behind embedded posts.
_CHAFF = re.compile(r"<!--[^<>]*-->|<script\b[^<>]*>\s*</script>", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:/(?P<closed>[a-z][a-z0-9]*)\s*"
    r"|(?P<opened>[a-z][a-z0-9]*)"
    r"""(?:\s++[^\s"'<>/=]++(?:=(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+\s*+/?)>""",
    re.IGNORECASE,
)
# A browser repeats formatting that a block cuts through, in that block and the next
# ones. A little of it is common (a link around a figure), a lot is an attack.
_MOST_CUT_THROUGH = 4


def _is_orderly(html: str) -> bool:
    """Tell whether every ``<`` begins a plain tag, and the tags are well nested."""
    tags = _TAG.findall(html)
    return len(tags) == html.count("<") and _is_nested(tags)


def _is_nested(tags: list[tuple[str, str]]) -> bool:
    path: list[str] = []
    inline = 0
    for closed, opened in tags:
        name = (closed or opened).lower()
        if name not in _DOCUMENT_TAGS:
            return False
        if name in _VOID:
            continue
        is_block = name in _BLOCKS
        if closed:
            if not path or path.pop() != name:
                return False
            inline -= not is_block
            continue
        path.append(name)
        inline += not is_block
        if len(path) > DEEPEST or (is_block and inline > _MOST_CUT_THROUGH):
            return False
    return not path
