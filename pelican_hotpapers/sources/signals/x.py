"""X: posts that link to a paper, their reposts and likes.

Asked through the recent search of X's API v2, https://docs.x.com/x-api/posts/search,
which goes back 7 days and is paid by use: in 2026 a post read costs $0.005, and its
author perhaps $0.010 more. Reposts are neither asked for nor counted, since each of
them is in the original's own number.

The API stands between two namings of its fields: ``retweet_count`` or
``repost_count``, ``referenced_tweets`` or ``referenced_posts``. Both are read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from html import unescape
from typing import Any, ClassVar

from pelican_hotpapers.arxiv.identifiers import is_identifier
from pelican_hotpapers.errors import BadResponse, SourceError, excerpt
from pelican_hotpapers.http import Response, read_json, rejection
from pelican_hotpapers.languages import direction
from pelican_hotpapers.markup.embeds import embed_of
from pelican_hotpapers.model import Post
from pelican_hotpapers.sources import Context, SignalReport, fields
from pelican_hotpapers.sources.links import linked_arxiv_ids
from pelican_hotpapers.sources.signals.found_posts import FoundPost, mentions_in
from pelican_hotpapers.sources.signals.pagination import (
    PagedPosts,
    PostPage,
    read_pages,
    report_on,
)

PAGE = 100
"""The most posts that X gives at once."""
LEAST = 10
"""The fewest posts that can be asked for."""
LONGEST_TEXT = 10_000
"""Characters of a long post that are kept; X takes 25,000."""
LONGEST_QUERY = 512
"""Characters of a query, for those who pay by use."""
REACH = dt.timedelta(days=7)
"""How far the search goes back."""
MARGIN = dt.timedelta(seconds=30)
"""Clocks differ, and X wants a span to end 10 seconds before now."""

OK = 200
TOO_MANY = 429

_ID = re.compile(r"\d{1,20}", re.ASCII)
_HANDLE = re.compile(r"\w{1,20}", re.ASCII)
_SHORT_LINK = re.compile(r"https://t\.co/\w{1,30}", re.ASCII)


@dataclass(frozen=True)
class X:
    """The signal ``x``: counts ``reposts`` and ``likes``.

    It wants a bearer token of the API in ``X_BEARER_TOKEN``. `max_posts` is the most
    posts that are read of a day, and so bounds the bill: 1,000 of them are $5, or $15
    if authors are charged. The papers asked for together, about 24, have equal shares
    of it, so that the first ones do not use it up.
    """

    context: Context = field(repr=False)
    base_url: str = "https://api.x.com"
    """Where the API is."""
    max_posts: int = 1000
    """The most posts that are read each time a day is collected."""
    name: ClassVar[str] = "x"
    _refusals: list[SourceError] = field(
        init=False, repr=False, compare=False, default_factory=list
    )
    """Why X will not answer in this run, whatever it is asked."""

    def __post_init__(self) -> None:
        """Refuse a bound under which nothing can be asked.

        Raises:
            SourceError: `max_posts` is less than `LEAST`.
        """
        if self.max_posts < LEAST:
            raise SourceError(
                f"x: max_posts: found {self.max_posts}, expected at least {LEAST}",
                f"X gives no fewer than {LEAST} posts at once",
            )

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return the posts about these papers; see `Signal`."""
        asked = list(filter(is_identifier, dict.fromkeys(arxiv_ids)))
        span = _reachable(since, until, self.context.now())
        if not asked or span.start >= span.end:
            return SignalReport(())
        if self._refusals:
            raise self._refusals[0]
        token = self.context.secret("X_BEARER_TOKEN", "a bearer token of X's API")
        results = list(self._results(_queries(asked), span, token))
        said = [each for result in results for each in result.records]
        mentions = mentions_in(_by_edition(said), frozenset(asked))
        return report_on("X", results, mentions, span.problems)

    def _results(
        self, queries: Sequence[str], span: _Span, token: str
    ) -> Iterator[PagedPosts]:
        """Yield what each query finds, until one fails or the posts are used up."""
        bound = f"max_posts is {self.max_posts:,}"
        room = self.max_posts
        for place, query in enumerate(queries):
            share = max(room // (len(queries) - place), LEAST)
            result = read_pages(
                partial(self._page, query, span, token),
                most=min(share, room),
                bound=bound,
                size=PAGE,
                least=LEAST,
            )
            yield result
            if result.failure:
                return
            room -= len(result.records)

    def _page(
        self, query: str, span: _Span, token: str, next_token: str, size: int
    ) -> PostPage:
        def read(response: Response) -> PostPage:
            if response.status in _FINAL:
                self._refusals.append(_refusal(response))
            return _read_page(response)

        return self.context.http.get(
            f"{self.base_url.rstrip('/')}/2/tweets/search/recent",
            read,
            params={
                "query": query,
                "start_time": f"{span.start:{_TIME}}",
                "end_time": f"{span.end:{_TIME}}",
                "max_results": str(size),
                **_FIELDS,
                **({"next_token": next_token} if next_token else {}),
            },
            headers={"Authorization": f"Bearer {token}"},
            accept=_ACCEPT,
        )


# The question


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of a span of time that X can tell about, in UTC."""

    start: dt.datetime
    end: dt.datetime
    problems: tuple[str, ...]


_TIME = "%Y-%m-%dT%H:%M:%SZ"
_FIELDS = {
    "tweet.fields": "author_id,created_at,entities,lang,note_tweet,public_metrics,"
    "referenced_tweets",
    "expansions": "author_id",
    "user.fields": "name,username",
}


def _reachable(since: dt.datetime, until: dt.datetime, now: dt.datetime) -> _Span:
    """Return what X can tell of a span of time.

    Raises:
        SourceError: All of it is too long ago.
    """
    oldest = now - REACH + MARGIN
    if since < until <= oldest:
        raise SourceError(
            f"X's recent search goes back {REACH.days} days, and these are posts from "
            f"{since:%Y-%m-%d} to {until:%Y-%m-%d}",
            "Collect within a week, or leave x out of the signals for older days",
        )
    problem = (
        f"X's recent search goes back {REACH.days} days: posts before "
        f"{oldest:%Y-%m-%d %H:%M} were not counted"
    )
    return _Span(
        start=max(since, oldest).astimezone(dt.UTC),
        end=min(until, now - MARGIN).astimezone(dt.UTC),
        problems=(problem,) if since < oldest else (),
    )


def _queries(papers: Iterable[str]) -> list[str]:
    """Return queries that ask for as many papers at once as fit."""
    queries: list[str] = []
    batch: list[str] = []
    for paper in papers:
        if len(_query([*batch, paper])) > LONGEST_QUERY:
            queries.append(_query(batch))
            batch = []
        batch.append(paper)
    return [*queries, _query(batch)]


def _query(papers: Iterable[str]) -> str:
    links = " OR ".join(f'url:"{paper}"' for paper in papers)
    return f"({links}) -is:retweet"


# The response

_TELLING = {
    400: (
        "does not understand the question",
        "X has changed its search, or base_url leads elsewhere",
    ),
    401: (
        "does not accept the token in X_BEARER_TOKEN",
        "Make a new Bearer Token for the app at https://console.x.com",
    ),
    402: (
        "says that the account has no credits left",
        "Buy credits at https://console.x.com, or leave x out of the signals",
    ),
    403: (
        "does not let the app of X_BEARER_TOKEN search posts",
        "See at https://console.x.com what the app may do and whether it has credits",
    ),
}
_CAPPED = (
    "says that the account has read as many posts as it may in this billing cycle",
    "Raise the spending limit at https://console.x.com, lower max_posts, or leave x "
    "out of the signals until the next cycle",
)
_FINAL = frozenset({401, 402, 403})
_ACCEPT = frozenset({OK, TOO_MANY, *_TELLING})
_PARTS = frozenset({"data", "meta"})


def _read_page(response: Response) -> PostPage:
    """Read ``{"data": [post], "includes": {"users": [user]}, "meta": {…}}``.

    There is no ``data`` where there are no posts.
    """
    if response.status != OK:
        raise _refusal(response)
    body = read_json(response)
    parts = fields.mapping(body)
    if not isinstance(parts.get("data", []), list) or not parts.keys() & _PARTS:
        raise BadResponse(
            f"{response.host} answered with JSON of another kind, expected an object "
            "with data, or with meta alone",
            said=excerpt(body),
        )
    included = fields.mapping(parts.get("includes"))
    users = {
        fields.text(user.get("id")): user
        for user in map(fields.mapping, fields.items(included.get("users")))
    }
    gone = len(fields.items(parts.get("errors")))
    return PostPage(
        records=[_found_post(post, users) for post in parts.get("data", [])],
        next=fields.text(fields.mapping(parts.get("meta")).get("next_token")),
        notes=(f"X left out what is gone or protected: {gone:,}",) if gone else (),
    )


def _refusal(response: Response) -> SourceError:
    """Return what a status means, and what to do about it."""
    if response.status != TOO_MANY:
        says, hint = _TELLING[response.status]
        return SourceError(f"{response.host} {says} (status {response.status})", hint)
    if "usage-capped" in response.text or "UsageCapExceeded" in response.text:
        says, hint = _CAPPED
        return SourceError(f"{response.host} {says}", hint)
    return rejection(response)


def _found_post(
    record: object, users: Mapping[str, Mapping[str, Any]]
) -> FoundPost | None:
    """Read a post; None where it has no number of its own.

    Which papers it is about is read from the addresses its links lead to. The answer
    does not say which part of the query a post fits; the query fits any link with the
    same figures in it, and quotes of a post with the link; and the text has only X's
    own short links. A repost of another's post is about none.
    """
    post = fields.mapping(record)
    number = fields.match(_ID, post.get("id"))
    if not number:
        return None
    user = users.get(fields.text(post.get("author_id")), {})
    handle = fields.match(_HANDLE, user.get("username"))
    lang = fields.language(post.get("lang"))
    found = Post(
        platform="x",
        id=number,
        url=f"https://x.com/{handle or 'i'}/status/{number}",
        author_name=fields.line(user.get("name")),
        author_handle=handle,
        date=fields.day(post.get("created_at")),
        lang=lang,
        dir=direction(lang),
    )
    return FoundPost(
        post=replace(found, html=embed_of(found, _long_text(post))),
        papers=() if _is_repost(post) else linked_arxiv_ids(" ".join(_links(post))),
        counts=_counts(post),
        key=_first_edition(post) or number,
    )


def _long_text(post: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the text of a long post in pieces, each with what it links to.

    oEmbed gives only its beginning; that of any other it gives whole, so there is
    nothing of those here. X writes ``&`` as in HTML.
    """
    note = fields.mapping(post.get("note_tweet") or post.get("note_post"))
    text = fields.text(note.get("text"))[:LONGEST_TEXT]
    entities = fields.mapping(note.get("entities"))
    links = {
        fields.text(each.get("url")): each
        for each in map(fields.mapping, fields.items(entities.get("urls")))
    }
    end = 0
    for short in _SHORT_LINK.finditer(text):
        link = links.get(short[0], {})
        if address := fields.link(link.get("expanded_url")):
            yield unescape(text[end : short.start()]), ""
            yield fields.line(link.get("display_url")) or address, address
            end = short.end()
    yield unescape(text[end:]), ""


def _links(post: Mapping[str, Any]) -> Iterator[str]:
    """Yield where the links of a post lead; those of a long one stand apart."""
    for part in (post, post.get("note_tweet"), post.get("note_post")):
        entities = fields.mapping(fields.mapping(part).get("entities"))
        for link in map(fields.mapping, fields.items(entities.get("urls"))):
            yield fields.text(link.get("expanded_url"))
            yield fields.text(link.get("unwound_url"))


def _is_repost(post: Mapping[str, Any]) -> bool:
    """Whether a post is another's post, sent on."""
    of = (
        *fields.items(post.get("referenced_tweets")),
        *fields.items(post.get("referenced_posts")),
    )
    kinds = {fields.text(fields.mapping(other).get("type")) for other in of}
    return not kinds.isdisjoint({"retweeted", "reposted"})


def _counts(post: Mapping[str, Any]) -> dict[str, int]:
    metrics = fields.mapping(post.get("public_metrics"))
    return {
        "reposts": max(
            fields.count(metrics.get("retweet_count")),
            fields.count(metrics.get("repost_count")),
        ),
        "likes": fields.count(metrics.get("like_count")),
    }


def _first_edition(post: Mapping[str, Any]) -> str:
    """Return the number that an edited post had at first."""
    editions = (
        *fields.items(post.get("edit_history_tweet_ids")),
        *fields.items(post.get("edit_history_post_ids")),
    )
    return fields.match(_ID, editions[0]) if editions else ""


def _by_edition(said: Iterable[FoundPost | None]) -> list[FoundPost]:
    """Return posts with the later editions behind the earlier ones."""
    return sorted(
        (each for each in said if each),
        key=lambda each: (len(each.post.id), each.post.id),
    )
