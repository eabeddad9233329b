"""What RFC 4287, JSON Feed 1.1 and OPML 2.0 ask of a document, as faults in it."""

# ruff: noqa: S314 - what is parsed was written here

import datetime as dt
import json
import re
from collections import Counter
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
ABSOLUTE = re.compile(r"(https?://[^\s/]+|tag:[^\s:,]+,\d{4}(-\d\d){0,2}:)[^\s<>\"]*")
ONE = {"id", "title", "updated"}
COMMON = ONE | {"author", "category", "contributor", "link", "rights"}
OF_FEED = COMMON | {"generator", "icon", "logo", "subtitle"}
OF_ENTRY = COMMON | {"content", "published", "source", "summary"}
SEVERAL = {"author", "category", "contributor", "link", "entry"}
TEXT_CONSTRUCTS = {"title", "subtitle", "summary", "content", "rights"}
RELATION = re.compile(r"[a-z][a-z0-9.-]*|https?://\S+")
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; *[\w-]+=[\w.-]+)*", re.ASCII)
MAIL = re.compile(r"[^@\s]+@[^@\s]+")


def atom_faults(document):
    """Return where an Atom document breaks RFC 4287; by the section in brackets."""
    feed = ET.fromstring(document)
    return [*_atom_faults(feed)]


def _atom_faults(feed):
    entries = feed.findall(f"{ATOM}entry")
    if feed.tag != f"{ATOM}feed":
        yield f"the root is {feed.tag}"
    yield from _parent_faults(feed, OF_FEED | {"entry"})
    for entry in entries:
        yield from _parent_faults(entry, OF_ENTRY)
        if entry.find(f"{ATOM}content") is None and not _links(entry, "alternate"):
            yield "[4.1.2] an entry with neither content nor alternate link"
        if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            yield "[4.1.2] an entry without author"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    yield from (f"[4.1.1] {id_} twice" for id_, n in Counter(ids).items() if n > 1)
    if not _links(feed, "self"):
        yield "[4.1.1] no link to itself"


def _parent_faults(parent, known):
    yield from _number_faults(Counter(child.tag for child in parent), known)
    if not ABSOLUTE.fullmatch(parent.findtext(f"{ATOM}id") or ""):
        yield f"[4.2.6] id {parent.findtext(f'{ATOM}id')!r} is not absolute"
    for child in parent:
        yield from _child_faults(child, child.tag.removeprefix(ATOM))
    kinds = Counter(
        (link.get("type"), link.get("hreflang")) for link in _links(parent, "alternate")
    )
    if any(number > 1 for number in kinds.values()):
        yield "[4.1] several alternate links of a type"


def _number_faults(numbers, known):
    for name in ONE:
        if numbers[ATOM + name] != 1:
            yield f"[4.1] {numbers[ATOM + name]} of {name}"
    for name in known - SEVERAL:
        if numbers[ATOM + name] > 1:
            yield f"[4.1] several of {name}"
    for tag in numbers:
        if tag.startswith(ATOM) and tag.removeprefix(ATOM) not in known:
            yield f"[4.1] {tag} does not belong there"


def _child_faults(child, name):
    if name in {"updated", "published"} and not _is_moment(child.text or ""):
        yield f"[3.3] {child.text!r} is no time"
    if name in TEXT_CONSTRUCTS and (
        child.get("type", "text") not in {"text", "html"} or len(child)
    ):
        yield f"[3.1] {name} is neither text nor html"
    if name == "content" and child.get("src"):
        yield "[4.1.3.2] content from elsewhere, which asks for more than is checked"
    if name in {"author", "contributor"}:
        yield from _person_faults(child)
    if name == "category" and not child.get("term"):
        yield "[4.2.2] a category without term"
    if name == "link":
        yield from _link_faults(child)
    if name in {"icon", "logo"} and not ABSOLUTE.fullmatch(child.text or ""):
        yield f"[4.2] {name} {child.text!r} is not absolute"


def _person_faults(person):
    names = [name.text or "" for name in person.findall(f"{ATOM}name")]
    if len(names) != 1 or not names[0].strip():
        yield f"[3.2.1] {len(names)} names of a person, or one without letters"
    for part, form in (("uri", ABSOLUTE), ("email", MAIL)):
        found = [each.text or "" for each in person.findall(f"{ATOM}{part}")]
        if len(found) > 1 or not all(map(form.fullmatch, found)):
            yield f"[3.2] {part} {found}"


def _link_faults(link):
    if not ABSOLUTE.fullmatch(link.get("href", "")):
        yield f"[4.2.7.1] link {link.get('href')!r} is not absolute"
    if not RELATION.fullmatch(link.get("rel", "alternate")):
        yield f"[4.2.7.2] relation {link.get('rel')!r}"
    if not MEDIA_TYPE.fullmatch(link.get("type", "text/html")):
        yield f"[4.2.7.3] type {link.get('type')!r}"


def _is_moment(text):
    """Return whether this is a time of RFC 3339, and one that there is."""
    if not MOMENT.fullmatch(text):
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _links(parent, rel):
    links = parent.findall(f"{ATOM}link")
    return [link for link in links if link.get("rel", "alternate") == rel]


def links(document, rel):
    """Return where the links of a relation go that an Atom document itself has."""
    return [link.get("href") for link in _links(ET.fromstring(document), rel)]


TEXTS = {"title", "description", "user_comment", "language"}
URLS = {"home_page_url", "feed_url", "next_url", "icon", "favicon"}
ITEM_TEXTS = {"id", "title", "content_html", "content_text", "summary", "language"}
ITEM_URLS = {"url", "external_url", "image", "banner_image"}
ITEM_TIMES = {"date_published", "date_modified"}


def json_feed_faults(document):
    """Return where a document breaks JSON Feed 1.1."""
    return [*_json_feed_faults(json.loads(document))]


def _json_feed_faults(feed):
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "another version"
    if not feed.get("title"):
        yield "no title"
    if not isinstance(feed.get("items"), list):
        yield "no items"
    yield from _member_faults(feed, TEXTS | {"version"}, URLS, {"items", "hubs"})
    for hub in feed.get("hubs", ()):
        if not (hub.get("type") and ABSOLUTE.fullmatch(hub.get("url", ""))):
            yield f"hub {hub}"
    if feed.get("next_url", "") == feed.get("feed_url"):
        yield "next_url is feed_url"
    for item in feed["items"]:
        yield from _member_faults(item, ITEM_TEXTS, ITEM_URLS, ITEM_TIMES | {"tags"})
        if not item.get("id"):
            yield "an item without id"
        if not item.keys() & {"content_html", "content_text"}:
            yield f"{item.get('id')} has no content"
        for name in ITEM_TIMES & item.keys():
            if not _is_moment(item[name]):
                yield f"{item[name]!r} is no time"
        if not all(isinstance(tag, str) and tag for tag in item.get("tags", ())):
            yield f"tags {item['tags']}"
    ids = Counter(item.get("id") for item in feed["items"])
    yield from (f"{id_} twice" for id_, number in ids.items() if number > 1)


def _member_faults(parent, texts, urls, others):
    yield from (
        f"unknown {name}"
        for name in parent.keys() - texts - urls - others - {"authors"}
    )
    for name in texts & parent.keys():
        if not isinstance(parent[name], str):
            yield f"{name} is no text"
    for name in urls & parent.keys():
        if not ABSOLUTE.fullmatch(parent[name]):
            yield f"{name} {parent[name]!r} is not absolute"
    for author in parent.get("authors", ()):
        if not author.keys() & {"name", "url", "avatar"} or not all(author.values()):
            yield f"author {author}"


def opml_faults(document):
    """Return where a subscription list breaks OPML 2.0."""
    return [*_opml_faults(ET.fromstring(document))]


def _opml_faults(root):
    if (root.tag, root.get("version")) != ("opml", "2.0"):
        yield "no OPML 2.0"
    if [child.tag for child in root] != ["head", "body"]:
        yield "other than a head and a body"
    if not root.findall("body/outline"):
        yield "no outline"
    for name in ("dateCreated", "dateModified"):
        if (said := root.findtext(f"head/{name}")) and not _is_date_of_mail(said):
            yield f"{name} {said!r}"
    for outline in root.iter("outline"):
        if not outline.get("text"):
            yield "an outline without text"
        if len(outline) == 0 and outline.get("type") != "rss":
            yield "a subscription of no type"
        if outline.get("type") == "rss" and not ABSOLUTE.fullmatch(
            outline.get("xmlUrl", "")
        ):
            yield "a subscription without address"


def _is_date_of_mail(text):
    """Return whether this is a date of RFC 822."""
    try:
        parsedate_to_datetime(text)
    except ValueError:
        return False
    return True
