"""Digests in Pelican's own feeds, where a page's habits do not hold.

Who reads a feed has no style sheet of ours, follows links from nowhere, and knows an
entry by its id alone: should that change, the entry comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import PurePath
from posixpath import join
from typing import Any
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, SyndicationFeed, get_tag_uri
from feedgenerator.django.utils.encoding import iri_to_uri
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator
from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.utils import SafeDatetime

from pelican_hotpapers.config import read_config
from pelican_hotpapers.filters import is_digest
from pelican_hotpapers.injection import DATA_SUFFIXES
from pelican_hotpapers.model import Digest

DIGESTS = "hotpapers_digests_by_link"
"""What Pelican's context knows the digests by, which feeds name by their links."""
HUB = "hotpapers_hub"
"""What it knows the WebSub hub by."""

_FOR_PAGES = re.compile(
    r"<link\b[^<>]*>\n?"
    r"|<(script|style|button|template)\b[^<>]*>.*?</\1>\n?"
    r'|<span class="Z3988"[^<>]*></span>\n?'
    r'|<div class="hotpapers-digest hotpapers-foot">.*?</div>\s*</div>\n?',
    re.DOTALL,
)
"""What a digest has for pages alone: styles, scripts and what needs them, COinS, the
way to other days."""
_REF = "?ref=feed"
"""What Pelican appends to links with FEED_APPEND_REF."""
_RELATIVE = re.compile(
    r'(\s(?:cite|href|poster|src)=")(?!https?:|mailto:|//)([^"]*)(?="[^<>]{0,500}>)'
)
"""A link within a tag: text has no ``>`` that is not escaped."""
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def remember(generator: ArticlesGenerator) -> None:
    """Note what feeds need, once it is known which digests there are."""
    config, _ = read_config(generator.settings)
    generator.context[HUB] = config.hub
    published = (*generator.articles, *generator.translations)
    generator.context[DIGESTS] = {
        _link(article, generator.settings): article
        for article in published
        if is_digest(article)
    }


def _link(article: Article, settings: Mapping[str, Any]) -> str:
    """Return the link of an article in feeds, as Pelican's writer makes it."""
    site = settings["SITEURL"]
    if settings["RELATIVE_URLS"]:
        link = join(site, article.url)
    else:
        link = urljoin(site if site.endswith("/") else f"{site}/", article.url)
    return str(iri_to_uri(link + _REF if settings["FEED_APPEND_REF"] else link))


def mend(context: Mapping[str, Any], feed: SyndicationFeed) -> None:
    """Make of a feed's digests what feed readers can use, and name the site's hub.

    Other posts stay as they are, but for characters that XML has no place for: a
    single one would end the build.

    Args:
        context: Pelican's, which has the settings and the digests remembered.
        feed: A feed that has not been written yet.
    """
    digests: Mapping[str, Article] = context.get(DIGESTS, {})
    found = [
        (item, digests[item["link"]]) for item in feed.items if item["link"] in digests
    ]
    if found:
        _mend_head(feed.feed, context)
    for item, article in found:
        _mend_digest(item, article, context)
    if hub := context.get(HUB):
        _name_hub(feed, hub)
    for texts in (feed.feed, *feed.items):
        _mend_characters(texts)


def _mend_head(head: dict[str, Any], context: Mapping[str, Any]) -> None:
    for name in ("link", "id"):
        head[name] = urljoin(_site(context), head[name])


def _name_hub(feed: SyndicationFeed, hub: str) -> None:
    """Have a feed name a hub after its own address."""
    link = "link" if isinstance(feed, Atom1Feed) else "atom:link"
    add_head = feed.add_root_elements

    def add_head_with_hub(handler: SimplerXMLGenerator) -> None:
        add_head(handler)  # type: ignore[no-untyped-call]
        handler.addQuickElement(link, "", {"rel": "hub", "href": hub})

    feed.add_root_elements = add_head_with_hub  # type: ignore[method-assign]


def _mend_digest(
    item: dict[str, Any], article: Article, context: Mapping[str, Any]
) -> None:
    digest: Digest = article.digest  # type: ignore[attr-defined]
    item["link"] = urljoin(_site(context), item["link"])
    page = item["link"].removesuffix(_REF)
    root = _site(context) if context["RELATIVE_URLS"] else page
    item["unique_id"] = get_tag_uri(page, digest.date)
    item["author_name"] = item["author_name"] or context["SITENAME"]
    for part in ("content", "description"):
        if item[part]:
            html = _FOR_PAGES.sub("", item[part])
            item[part] = _with_absolute_links(html, page, root)
    if PurePath(str(article.source_path)).suffix[1:] in DATA_SUFFIXES:
        _mend_times(item, digest)


def _site(context: Mapping[str, Any]) -> str:
    """Return the site's address; without one, the one that its feeds go by."""
    return f"{context['SITEURL'] or context['FEED_DOMAIN']}/"


def _with_absolute_links(html: str, page: str, root: str) -> str:
    """Return HTML in which links hold wherever it is read.

    Args:
        html: A digest, as it is in its page.
        page: That page, where a bare fragment leads.
        root: What other links are relative to: with RELATIVE_URLS, Pelican makes all
            links in feeds relative to the site.
    """

    def absolute(found: re.Match[str]) -> str:
        target = unescape(found[2])
        base = page if target.startswith("#") else root
        return found[1] + escape(urljoin(base, target))

    return _RELATIVE.sub(absolute, html)


def _mend_times(item: dict[str, Any], digest: Digest) -> None:
    """Tell of a collected digest when it appeared, and when it was last collected.

    Its article has the latter alone, which moves as long as its day is asked again.
    """
    day = digest.date
    began = SafeDatetime(day.year, day.month, day.day, tzinfo=item["pubdate"].tzinfo)
    item["updateddate"] = item["updateddate"] or item["pubdate"]
    item["pubdate"] = min(began, item["pubdate"])


def _mend_characters(texts: dict[str, Any]) -> None:
    for name, value in texts.items():
        if isinstance(value, str):
            texts[name] = _NOT_XML.sub("", value)
        elif isinstance(value, list):
            texts[name] = [_NOT_XML.sub("", str(each)) for each in value]
