"""Digests in Pelican's own feeds.

A feed reader has no style sheet of ours and knows no address that a relative link could
begin at. It knows an entry by its id alone: should that change, the entry comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from posixpath import join
from typing import Any
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, SyndicationFeed, get_tag_uri
from feedgenerator.django.utils.encoding import iri_to_uri
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator
from pelican.contents import Content
from pelican.utils import SafeDatetime

from pelican_hotpapers.formats import DATA_SUFFIXES
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.digest_articles import DigestContent
from pelican_hotpapers.pelican.private_names import html_put_into

_REF = "?ref=feed"
"""What Pelican appends to links with FEED_APPEND_REF."""
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def link(article: Content, settings: Mapping[str, Any]) -> str:
    """Return the link of an article in feeds, as Pelican's writer makes it."""
    site = settings["SITEURL"]
    if settings["RELATIVE_URLS"]:
        url = join(site, article.url)
    else:
        url = urljoin(site if site.endswith("/") else f"{site}/", article.url)
    return str(iri_to_uri(url + _REF if settings["FEED_APPEND_REF"] else url))


def adapt_feed(
    context: Mapping[str, Any],
    feed: SyndicationFeed,
    digests: Mapping[str, DigestContent],
    hub: str,
) -> None:
    """Make the digests in a feed fit for feed readers, and name the site's hub.

    Other posts stay as they are, except for characters that XML does not allow: a
    single one would end the build.

    Args:
        context: Pelican's, which has the settings.
        feed: A feed that has not been written yet.
        digests: The digests by their links, some of which may be in the feed.
        hub: The address of the site's WebSub hub, if it has one.
    """
    found = [
        (item, digests[item["link"]]) for item in feed.items if item["link"] in digests
    ]
    for name in ("link", "id") if found else ():
        feed.feed[name] = urljoin(_site(context), feed.feed[name])
    for item, article in found:
        _adapt_entry(item, article, context)
        if not html_put_into(article) and (part := _content_of(feed, context)):
            page = item["link"].removesuffix(_REF)
            item[part] = article.hotpapers_feed_text(page)
    if hub:
        _name_hub(feed, hub)
    for texts in (feed.feed, *feed.items):
        _remove_what_xml_forbids(texts)


def _name_hub(feed: SyndicationFeed, hub: str) -> None:
    """Have a feed name a hub after its own address."""
    link = "link" if isinstance(feed, Atom1Feed) else "atom:link"
    add_head = feed.add_root_elements

    def add_head_with_hub(handler: SimplerXMLGenerator) -> None:
        add_head(handler)  # type: ignore[no-untyped-call]
        handler.addQuickElement(link, "", {"rel": "hub", "href": hub})

    feed.add_root_elements = add_head_with_hub  # type: ignore[method-assign]


def _content_of(feed: SyndicationFeed, context: Mapping[str, Any]) -> str:
    """Return where the entries of a feed have an article's text, or nothing."""
    if isinstance(feed, Atom1Feed):
        return "content"
    return "" if context["RSS_FEED_SUMMARY_ONLY"] else "description"


def _adapt_entry(
    item: dict[str, Any], article: DigestContent, context: Mapping[str, Any]
) -> None:
    digest = article.digest
    item["link"] = urljoin(_site(context), item["link"])
    page = item["link"].removesuffix(_REF)
    item["unique_id"] = get_tag_uri(page, digest.date)
    item["author_name"] = item["author_name"] or context["SITENAME"]
    if PurePath(str(article.source_path)).suffix in DATA_SUFFIXES:
        _set_times(item, digest)


def _site(context: Mapping[str, Any]) -> str:
    """Return the site's address; without one, the one that its feeds go by."""
    return f"{context['SITEURL'] or context['FEED_DOMAIN']}/"


def _set_times(item: dict[str, Any], digest: Digest) -> None:
    """Set when a collected digest appeared, and when it was last collected.

    Its article has only the latter, which changes as long as its day is asked for.
    """
    day = digest.date
    began = SafeDatetime(day.year, day.month, day.day, tzinfo=item["pubdate"].tzinfo)
    item["updateddate"] = item["updateddate"] or item["pubdate"]
    item["pubdate"] = min(began, item["pubdate"])


def _remove_what_xml_forbids(texts: dict[str, Any]) -> None:
    for name, value in texts.items():
        if isinstance(value, str):
            texts[name] = _NOT_XML.sub("", value)
        elif isinstance(value, list):
            texts[name] = [_NOT_XML.sub("", str(each)) for each in value]
