"""Posts as platforms embed them: what an embed says, and a safe text of it.

The usual embed is X's oEmbed, as developer.x.com has it:

    <blockquote class="twitter-tweet"><p lang="en" dir="ltr">TEXT</p>&mdash; NAME
    (@HANDLE) <a href="https://twitter.com/HANDLE/status/ID?ref_src=...">April 7,
    2021</a></blockquote>
    <script async src="https://platform.twitter.com/widgets.js"></script>

It is all on one line. Bluesky's is like it, but links the handle; Mastodon's holds a
link and no text. Nothing here asks the network.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape, unescape

from markupsafe import Markup

from pelican_hotpapers.languages import is_language_tag
from pelican_hotpapers.markup.sanitize import fragment, safe_url
from pelican_hotpapers.model import Post
from pelican_hotpapers.months import MONTHS

# Links to posts

_STATUS_URL = re.compile(
    r"""
      (?P<x>https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/
        (?:i/(?:web/)?|(?P<x_handle>\w{1,20})/)status(?:es)?/(?P<x_id>\d{1,20}))
    | (?P<bluesky>https?://(?:www\.)?bsky\.app/profile/
        (?P<bluesky_handle>[\w.:%-]{1,256})/post/(?P<bluesky_id>\w{1,64}))
    | (?P<hackernews>https?://news\.ycombinator\.com/item
        \?id=(?P<hackernews_id>\d{1,12}))
    | (?P<mastodon>https?://(?P<host>[\w.-]{1,253}(?::\d{1,5})?)/
        (?:(?:web/)?@|users/)(?P<mastodon_handle>[\w.-]{1,64}(?:@[\w.-]{1,253})?)
        /(?:statuses/)?(?P<mastodon_id>\d{1,20}))
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ENDS_URL = re.compile(r"[/?#&].*|\Z")


def post_from_url(url: str) -> Post | None:
    """Return what the address of a post says about it.

    Args:
        url: A link to one post at X, Bluesky, a Mastodon server or Hacker News.

    Returns:
        The post with platform, id, handle where the address has it (of Mastodon with
        the server, ``ada@example.social``), and the address without what follows the
        id. None for any other address.
    """
    found = _STATUS_URL.match(safe_url(url))
    if not found or not _ENDS_URL.match(found.string, found.end()):
        return None
    platform = next(name for name in _PLATFORMS if found[name])
    return Post(
        url=found[platform],
        platform=platform,
        id=found[f"{platform}_id"],
        author_handle=_handle_in(platform, found),
    )


_PLATFORMS = ("x", "bluesky", "mastodon", "hackernews")


def _handle_in(platform: str, found: re.Match[str]) -> str:
    """Return the handle in the address of a post, or nothing where it has none."""
    if platform == "hackernews":
        return ""
    handle: str = found[f"{platform}_handle"] or ""
    if platform == "mastodon" and "@" not in handle:
        return f"{handle}@{found['host'].lower()}"
    return "" if handle.startswith("did:") else handle


# Embeds

_CANONICAL_HEAD = re.compile(
    r'\s*(?P<html><blockquote class="twitter-tweet"[^<>]*>'
    r'<p(?: lang="(?P<lang>[A-Za-z0-9-]*)")?(?: dir="(?P<dir>ltr|rtl)")?>)'
)
_CANONICAL_TAIL = re.compile(
    r"</p>&mdash; (?P<name>[^<>]*) \(@(?P<handle>\w{1,20})\) "
    r'<a href="(?P<url>https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/'
    r'\w{1,20}/status/(?P<id>[0-9]{1,20}))(?:\?[^"<>]*)?">'
    r"(?P<date>[^<>]*)</a></blockquote>",
    re.ASCII,
)
_END = "</blockquote>"


def read_embed(html: str) -> Post | None:
    """Return what an embed says about its post.

    Args:
        html: An oEmbed blockquote, with or without its script; or any HTML with a link
            to a post. From anybody: hostile input costs time in its length only.

    Returns:
        The post, its text in `html` as it was given, from ``<blockquote>`` to
        ``</blockquote>``, and its address without what tracks a reader. Where the
        link is to none of the platforms of `post_from_url`, the last ``https`` link
        of the blockquote, with no platform. None where there is no link.
    """
    return _read_canonical(html) or _read_any(html)


def _read_canonical(html: str) -> Post | None:
    head = _CANONICAL_HEAD.match(html)
    if not head:
        return None
    end = html.find(_END, head.end()) + len(_END)
    tail = _CANONICAL_TAIL.match(html, html.rfind("</p>", head.end(), end), end)
    if not tail or tail.end() != end:
        return None
    return Post(
        url=tail["url"],
        platform="x",
        id=tail["id"],
        author_name=unescape(tail["name"]),
        author_handle=tail["handle"],
        date=_date(tail["date"]),
        lang=head["lang"] or "",
        dir=head["dir"] or "",
        html=html[head.start("html") : end],
    )


_BLOCKQUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)
_BLOCKQUOTE_END = re.compile(r"</blockquote\s*>", re.IGNORECASE)


def _read_any(html: str) -> Post | None:
    quote = _blockquote(html)
    facts = _facts(quote or html)
    post = _linked_post(facts.links)
    if not post:
        return None
    name, handle = _attribution(facts.attribution)
    return replace(
        post,
        author_name=name,
        author_handle=handle or post.author_handle,
        date=_date(facts.attribution),
        lang=facts.lang,
        dir=facts.dir,
        html=quote,
    )


def _blockquote(html: str) -> str:
    """Return the first blockquote, to the end of the text where it is left open."""
    start = _BLOCKQUOTE.search(html)
    if not start:
        return ""
    end = _BLOCKQUOTE_END.search(html, start.end())
    return html[start.start() : end.end() if end else len(html)]


def _linked_post(links: list[str]) -> Post | None:
    """Return the last link to a post; or to anything, for a platform not known."""
    for link in reversed(links):
        if post := post_from_url(link):
            return post
    for link in reversed(links):
        url = safe_url(link)
        if url.startswith("https://"):
            return Post(url=_untracked(url))
    return None


_TRACKING = re.compile(r"([?&])(?:(?:ref_src|ref_url|utm_\w+)=[^&#]*&?)+")


def _untracked(url: str) -> str:
    without = _TRACKING.sub(r"\1", url)
    return re.sub(r"[?&](?=#|\Z)", "", without)


_HANDLE = re.compile(r"\(\s*@(?P<handle>[\w.@-]{1,256})\s*\)")


def _attribution(text: str) -> tuple[str, str]:
    """Return name and handle out of ``— Name (@handle) April 7, 2021``.

    A name may hold what looks like a handle: the last one counts.
    """
    handles = list(_HANDLE.finditer(text))
    if not handles:
        return "", ""
    name = text[: handles[-1].start()].strip()
    return name.removeprefix("\N{EM DASH}").strip(), handles[-1]["handle"]


_DATE = re.compile(
    r"\b(?P<month>[A-Z][a-z]{2,8}) (?P<day>[0-9]{1,2}), (?P<year>[0-9]{4})\b"
)


def _date(text: str) -> dt.date | None:
    """Return the last day named in a text, in X's own form and language."""
    day = None
    for found in _DATE.finditer(text):
        with suppress(ValueError):
            month = MONTHS.index(found["month"]) + 1
            day = dt.date(int(found["year"]), month, int(found["day"]))
    return day


def embed_of(post: Post, pieces: Iterable[tuple[str, str]]) -> str:
    """Return a post in the form of an embed: its text, who wrote it, and when.

    Args:
        post: The post; its `html` is not looked at.
        pieces: The text in pieces, each with the address that it links to, or none.

    Returns:
        A blockquote that `read_embed` reads again; empty where there is no text.
    """
    said = "".join(
        f'<a href="{escape(safe_url(url))}">{_with_breaks(text)}</a>'
        if safe_url(url)
        else _with_breaks(text)
        for text, url in pieces
        if text
    ).strip()
    if not said:
        return ""
    lang = f' lang="{post.lang}"' if is_language_tag(post.lang) else ""
    way = f' dir="{post.dir}"' if post.dir in {"ltr", "rtl"} else ""
    handle = f"(@{escape(post.author_handle)}) " if post.author_handle else ""
    by = f"{escape(post.author_name)} {handle}".lstrip()
    day = post.date
    when = f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "post"
    link = f'<a href="{escape(safe_url(post.url))}">{when}</a>'
    return f"<blockquote><p{lang}{way}>{said}</p>&mdash; {by}{link}</blockquote>"


def _with_breaks(text: str) -> str:
    """Return plain text as HTML that breaks its lines where it does."""
    return _BREAKS.sub("<br><br>", escape(text)).replace("\n", "<br>")


_BREAKS = re.compile(r"\n\s*\n\s*")


# Python's html.parser raises for some tags, and takes the square of the time for
# others; to find a few attributes, tags are plain enough.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|src|data-embed-url|lang|dir)=("[^"]*"|'[^']*'|[^\s"']+)"""
)


@dataclass(slots=True)
class _Facts:
    """What there is to know of an embed in whatever form."""

    links: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    """The pieces of text that stand outside of paragraphs."""
    lang: str = ""
    dir: str = ""

    @property
    def attribution(self) -> str:
        """The line that says who and when."""
        return unescape("".join(self.outside))


def _facts(html: str) -> _Facts:
    facts = _Facts()
    in_paragraph = False
    position = 0
    for tag in _TAG.finditer(html):
        if not in_paragraph:
            facts.outside.append(html[position : tag.start()])
        position = tag.end()
        closes, name = tag[1], tag[2].lower()
        if name == "p":
            in_paragraph = not closes
        if not closes:
            _note(facts, name, tag[3])
    return facts


def _note(facts: _Facts, name: str, attributes: str) -> None:
    """Keep what the attributes of a tag say."""
    for attribute, quoted in _ATTRIBUTE.findall(attributes):
        value = unescape(quoted.strip("\"'"))
        match attribute:
            case "lang" if name == "p" and is_language_tag(value):
                facts.lang = facts.lang or value
            case "dir" if name == "p" and value in {"ltr", "rtl"}:
                facts.dir = facts.dir or value
            case "href" if name == "a":
                facts.links.append(value)
            case "src" if name == "iframe":
                facts.links.append(value)
            case "data-embed-url":
                facts.links.append(value)


# The text of a post

_PARAGRAPH_TAG = re.compile(r"</?p(?:\s[^<>]*)?>", re.IGNORECASE)
_LAST_PARAGRAPH_END = re.compile(r".*</p\s*>", re.IGNORECASE | re.DOTALL)
_REFERRER = re.compile(r'(?:[?]|&(?:amp;)?)ref_src=twsrc%5Etfw(?=")')
_LONGEST_SIGNATURE = 1_000
_SIGNED = re.compile(
    r"(?:&mdash;|\u2014)[^<>]{0,300}(?:<a\b[^<>]*>[^<>]{0,300}</a>\)?\s*){1,2}\Z",
    re.IGNORECASE,
)
_WIDGET = re.compile(r"<(?:div|svg|iframe)\b", re.IGNORECASE)


def post_body(post: Post) -> Markup:
    """Return what the person said, as safe inline HTML.

    Args:
        post: A post, its `html` an embed, or the text itself.

    Returns:
        The text without the line that says who and when, its paragraphs divided by
        ``<br><br>``, and without what X's links tell it of where they stand; empty
        where the embed holds none.
    """
    said = without_referrer(_said(post.html))
    paragraphs = map(str.strip, _PARAGRAPH_TAG.split(said))
    return fragment("<br><br>".join(filter(None, paragraphs)))


def without_referrer(html: str) -> str:
    """Return an embed without what X's links tell it of where they stand."""
    return _REFERRER.sub("", html) if "ref_src" in html else html


def body_text(post: Post) -> str:
    """Return what the person said as plain text, its lines and paragraphs in a row."""
    return post_body(post).replace("<br>", " ").striptags()


def _said(html: str) -> str:
    """Return the paragraphs of an embed, or all of it that is no signature."""
    quote = _blockquote(html)
    if not quote:
        return html
    inside = quote[quote.find(">") + 1 :].removesuffix(_END)
    if said := _LAST_PARAGRAPH_END.match(inside):
        return said[0]
    return "" if _WIDGET.search(inside) else _unsigned(inside)


def _unsigned(text: str) -> str:
    signature = _SIGNED.search(text, max(len(text) - _LONGEST_SIGNATURE, 0))
    return text[: signature.start()] if signature else text
