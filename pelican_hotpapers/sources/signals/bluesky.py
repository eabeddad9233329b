"""Bluesky: posts that link to a paper, their reposts and likes.

Asked through ``app.bsky.feed.searchPosts``, which wants an account's app password since
January 2025, at https://bsky.social or whatever server the account is on; 3,000
requests in 5 minutes are allowed. Bluesky's makers ask not to take its search for a
store of data: a question a day for all posts that link to ``arxiv.org``, and one for
each other page that a paper has, is modest. Words are not asked for: a link may stand
on a card alone, or behind other words, and the search knows it by ``domain`` and
``url``. The answer has the text of a post, its links and languages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from pelican_hotpapers.errors import BadResponse, SourceError, excerpt
from pelican_hotpapers.http import Response, read_json
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

DOMAINS = ("arxiv.org", "alphaxiv.org")
"""Where all that is linked to is about a paper, nearly."""
PAPER_PAGES = "https://huggingface.co/papers/"
"""Where Hugging Face has a page for a paper."""
MOST_PAGES = 60
"""Papers of which that page is asked for one by one; a list of a day has as many."""
PAGE = 100
"""The most posts that Bluesky gives at once."""
LONGEST_TEXT = 3_000
"""Characters of a text; Bluesky takes 300, and 3,000 bytes."""
UNSHOWN = frozenset(
    (
        *("!hide", "!no-unauthenticated", "!takedown", "!warn"),
        *("graphic-media", "nudity", "porn", "sexual"),
    )
)
"""Labels of posts and authors under which a post is counted and not shown."""

OK = 200
BAD_REQUEST = 400
UNAUTHORIZED = 401
FORBIDDEN = 403
_TOLD = frozenset({OK, BAD_REQUEST, UNAUTHORIZED, FORBIDDEN})
_RUN_OUT = ("ExpiredToken", "InvalidToken")
_KNOWN_ERRORS = (
    *_RUN_OUT,
    *("AccountTakedown", "AuthFactorTokenRequired", "AuthMissing"),
    *("AuthenticationRequired", "BadQueryString", "InvalidRequest"),
)

_URI = re.compile(
    r"at://(?P<did>did:[a-z]+:[\w.:%-]{1,200})/app\.bsky\.feed\.post/(?P<id>[\w-]{1,64})",
    re.ASCII,
)
_HANDLE = re.compile(r"(?=.{3,253}\Z)[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NO_HANDLE = "handle.invalid"


@dataclass(frozen=True)
class Bluesky:
    """The signal ``bluesky``: counts ``reposts`` and ``likes``.

    It wants ``BLUESKY_HANDLE`` and ``BLUESKY_APP_PASSWORD``. Posts that their authors
    show to nobody without an account are counted, and never shown.
    """

    context: Context = field(repr=False)
    base_url: str = "https://bsky.social"
    """The server that the account is on."""
    max_posts: int = 3000
    """The most posts that are read each time a day is collected."""
    name: ClassVar[str] = "bluesky"
    _session: _Session = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the session, which logs in when it is first needed.

        Raises:
            SourceError: `max_posts` is less than 1.
        """
        if self.max_posts < 1:
            raise SourceError(
                f"bluesky: max_posts: found {self.max_posts}, expected at least 1"
            )
        object.__setattr__(self, "_session", _Session(self.context, self.base_url))

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return the posts about these papers; see `Signal`."""
        asked = frozenset(arxiv_ids)
        if not asked or since >= until:
            return SignalReport(())
        results: list[PagedPosts] = []
        room = self.max_posts
        for question in _questions(asked):
            result = read_pages(
                partial(self._page, question, since, until),
                most=room,
                bound=f"max_posts is {self.max_posts:,}",
                size=PAGE,
            )
            results.append(result)
            room -= len(result.records)
            if result.broke_off:
                break
        said = [each for result in results for each in result.records]
        return report_on("Bluesky", results, mentions_in(said, asked))

    def _page(
        self,
        question: Mapping[str, str],
        since: dt.datetime,
        until: dt.datetime,
        cursor: str,
        size: int,
    ) -> PostPage:
        return self._session.search(
            {
                "q": "*",
                **question,
                "since": _time(since),
                "until": _time(until),
                "sort": "latest",
                "limit": str(size),
                **({"cursor": cursor} if cursor else {}),
            }
        )


def _questions(papers: Collection[str]) -> Iterator[Mapping[str, str]]:
    """Yield what to ask for, by where posts link to."""
    yield from ({"domain": domain} for domain in DOMAINS)
    if len(papers) > MOST_PAGES:
        yield {"domain": urlsplit(PAPER_PAGES).netloc}
    else:
        yield from ({"url": PAPER_PAGES + paper} for paper in sorted(papers))


def _time(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


# Who asks


class _Session:
    """An account that asks. It logs in once, and again when its token runs out."""

    def __init__(self, context: Context, base_url: str) -> None:
        self._context = context
        self._base_url = base_url.rstrip("/")
        self._token = ""
        self._refused: SourceError | None = None

    def search(self, params: Mapping[str, str]) -> PostPage:
        """Ask for a page of posts.

        Raises:
            SourceError: There is none to be had.
        """
        page = self._ask(params)
        if page is None:
            self._token = ""
            page = self._ask(params)
        if page is None:
            raise SourceError(
                f"{urlsplit(self._base_url).netloc} does not accept the token that it "
                "has just given",
                "Try again later",
            )
        return page

    def _ask(self, params: Mapping[str, str]) -> PostPage | None:
        """Ask for a page of posts; None when the token has run out."""
        return self._context.http.get(
            f"{self._base_url}/xrpc/app.bsky.feed.searchPosts",
            _read_page,
            params=params,
            headers={"Authorization": f"Bearer {self._logged_in()}"},
            accept=_TOLD,
        )

    def _logged_in(self) -> str:
        """Return a token. An account that was refused is not tried again."""
        if self._refused:
            raise self._refused
        self._token = self._token or self._log_in()
        self._context.http.hide(self._token)
        return self._token

    def _log_in(self) -> str:
        secret = self._context.secret
        handle = secret("BLUESKY_HANDLE", "the handle of a Bluesky account")
        password = secret("BLUESKY_APP_PASSWORD", "an app password of that account")
        token = self._context.http.post(
            f"{self._base_url}/xrpc/com.atproto.server.createSession",
            _read_token,
            json={"identifier": handle.removeprefix("@"), "password": password},
            accept=_TOLD,
        )
        if isinstance(token, SourceError):
            self._refused = token
            raise token
        return token


def _read_token(response: Response) -> str | SourceError:
    """Read ``{"accessJwt": text}``; or why the account was refused."""
    if response.status != OK:
        return SourceError(
            f"{response.host} does not accept BLUESKY_HANDLE with BLUESKY_APP_PASSWORD "
            f"(status {response.status}{_error_name(response)})",
            "Make an app password at https://bsky.app/settings/app-passwords; the "
            "account's own password does not do",
        )
    token = fields.text(fields.mapping(read_json(response)).get("accessJwt"))
    if not token:
        raise BadResponse(f"{response.host} gave no accessJwt, expected one")
    return token


# The response


def _read_page(response: Response) -> PostPage | None:
    """Read ``{"posts": [postView], "cursor": text}``; None when the token has run out.

    There is no cursor on the last page.
    """
    if response.status != OK and _has_run_out(response):
        return None
    if response.status != OK:
        raise _refusal(response)
    body = fields.mapping(read_json(response))
    posts = body.get("posts")
    if not isinstance(posts, list):
        raise BadResponse(
            f"{response.host} answered with JSON of another kind, expected an object "
            "with a list of posts",
            said=excerpt(dict(body)),
        )
    return PostPage(
        [_found_post(post) for post in posts], fields.text(body.get("cursor"))
    )


def _found_post(view: object) -> FoundPost | None:
    """Read a postView; None where its address is not that of a post."""
    post = fields.mapping(view)
    uri = _URI.fullmatch(fields.text(post.get("uri")))
    if not uri:
        return None
    record = fields.mapping(post.get("record"))
    author = fields.mapping(post.get("author"))
    public = UNSHOWN.isdisjoint((*_labels(post), *_labels(author), *_labels(record)))
    return FoundPost(
        post=_post(uri, author, record) if public else _bare_post(uri, ""),
        papers=linked_arxiv_ids("\n".join(_texts(post, record))),
        counts={
            "reposts": fields.count(post.get("repostCount")),
            "likes": fields.count(post.get("likeCount")),
        },
        key=uri[0],
        public=public,
    )


def _post(
    uri: re.Match[str], author: Mapping[str, Any], record: Mapping[str, Any]
) -> Post:
    handle = fields.match(_HANDLE, author.get("handle")).removesuffix(_NO_HANDLE)
    (language, *_) = fields.items(record.get("langs")) or [""]
    post = replace(
        _bare_post(uri, handle),
        author_name=fields.line(author.get("displayName")),
        author_handle=handle,
        date=fields.day(record.get("createdAt")),
        lang=fields.language(language),
        dir=direction(fields.language(language)),
    )
    return replace(post, html=embed_of(post, _pieces(record)))


def _pieces(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the text of a post in pieces, each with what it links to.

    Where a link begins and ends is counted in bytes of UTF-8. One that lies within
    another, or where there is no text, is none.
    """
    text = fields.text(record.get("text"))[:LONGEST_TEXT].encode("utf-8", "replace")
    end = 0
    for begin, stop, link in sorted(_links(record)):
        if end <= begin < stop <= len(text):
            yield text[end:begin].decode("utf-8", "replace"), ""
            yield text[begin:stop].decode("utf-8", "replace"), link
            end = stop
    yield text[end:].decode("utf-8", "replace"), ""


def _links(record: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Yield where links begin and end in the text of a post, and where they lead."""
    for facet in map(fields.mapping, fields.items(record.get("facets"))):
        place = fields.mapping(facet.get("index"))
        begin = fields.known_count(place.get("byteStart"))
        end = fields.count(place.get("byteEnd")) if begin is not None else 0
        for feature in map(fields.mapping, fields.items(facet.get("features"))):
            if link := fields.link(feature.get("uri")):
                yield begin or 0, end, link


def _bare_post(uri: re.Match[str], handle: str) -> Post:
    """Return a post with what tells it from others, and no more."""
    return Post(
        platform="bluesky",
        id=uri["id"],
        url=f"https://bsky.app/profile/{handle or uri['did']}/post/{uri['id']}",
    )


def _texts(post: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the links of a post, in its text and on its card, and the text itself.

    In the text as it is shown links are cut short, and there the facets have them.
    """
    yield from (link for _, _, link in _links(record))
    for embed in map(fields.mapping, (record.get("embed"), post.get("embed"))):
        # Beside another post that it quotes, a post shows what is in `media`.
        for card in (embed, fields.mapping(embed.get("media"))):
            yield fields.text(fields.mapping(card.get("external")).get("uri"))
    yield fields.text(record.get("text"))


def _labels(labelled: Mapping[str, Any]) -> Iterator[str]:
    """Yield the labels of a post or author, also those that authors give themselves."""
    labels = labelled.get("labels")
    own = fields.mapping(labels).get("values")
    for label in map(fields.mapping, fields.items(labels) or fields.items(own)):
        if label.get("neg") is not True:
            yield fields.text(label.get("val"))


# A refusal


def _has_run_out(response: Response) -> bool:
    """Tell whether a token was refused that a new one may replace."""
    return any(name in response.text for name in _RUN_OUT)


def _refusal(response: Response) -> SourceError:
    return SourceError(
        f"{response.host} does not let the account search posts (status "
        f"{response.status}{_error_name(response)})",
        "Set base_url to the server that the account is on, or leave bluesky out of "
        "the signals",
    )


def _error_name(response: Response) -> str:
    """Return the name that an answer gives an error, where it is one we know."""
    name = next((name for name in _KNOWN_ERRORS if name in response.text), "")
    return f", {name}" if name else ""
