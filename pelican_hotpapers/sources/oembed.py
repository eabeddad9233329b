"""The text of posts, asked of their platforms when a day is collected.

oEmbed is the way that platforms offer for it (https://oembed.com): one request gives
one post as a blockquote, with who wrote it and when. X's asks for no account
(https://publish.x.com/oembed), nor does Bluesky's (https://embed.bsky.app/oembed).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client, Response, read_json
from pelican_hotpapers.markup.embeds import read_embed
from pelican_hotpapers.model import Paper, Post

LONGEST_EMBED = 20_000
"""Characters of a blockquote that is stored; a long post takes about 5,000."""
LARGEST_ANSWER = 200_000
"""Bytes of a response that is read."""
MOST_TEXTS = 100
"""Texts that are asked for of one day at once; a day of the old blog had up to 31."""
MAX_FAILURES = 2
"""Failures in a row after which a service is not asked any more."""

OK = 200
_ENOUGH = f"no more than {MOST_TEXTS} are asked for at once"
_NO_TEXT = frozenset({400, 401, 403, 404, 410, 422, 451})
"""Statuses of posts that are gone, protected, or not for everybody."""
_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "x": {"omit_script": "1", "dnt": "true", "lang": "en"},
}
"""No script, no tracking, and the day in the words that are read here."""


class Embedder:
    """Gives posts the text that their platforms have, each asked for once.

    A service that is down is left alone after `MAX_FAILURES` failures in a row, for as
    long as this embedder lives.
    """

    def __init__(self, http: Client, services: Mapping[str, str]) -> None:
        """Make an embedder that has asked nothing yet.

        Args:
            http: Makes the requests.
            services: The address of an oEmbed service by platform: ``x``…
        """
        self._http = http
        self._services = {platform: _Service(url) for platform, url in services.items()}
        self._embeds: dict[str, Post | None] = {}
        self._failures: dict[str, str] = {}
        self._archived: dict[str, Post] = {}
        self._left = MOST_TEXTS

    def remember(self, papers: Iterable[Paper]) -> None:
        """Take note of texts that are there already, which are asked for last."""
        posts = (post for paper in papers for post in paper.posts)
        self._archived |= {post.url: post for post in posts if post.html}

    def complete(
        self, papers: Iterable[Paper]
    ) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
        """Return the papers of a day with the texts of their posts, and what failed.

        At most `MOST_TEXTS` are asked for. Then a post has the text that it had
        before; where there was none it stays a link, until the day is asked again.
        """
        self._left = MOST_TEXTS
        papers = tuple(papers)
        posts = [post for paper in papers for post in paper.posts]
        for post in sorted(posts, key=lambda post: post.url in self._archived):
            self.embed(post)
        completed = (
            replace(paper, posts=tuple(map(self.embed, paper.posts)))
            for paper in papers
        )
        return tuple(completed), self.problems(posts)

    def problems(self, posts: Iterable[Post]) -> tuple[str, ...]:
        """Return why services failed to say anything of posts.

        Args:
            posts: Posts that were embedded.

        Returns:
            A sentence for each reason, without its full stop.
        """
        failures = (self._failures.get(post.url) for post in posts)
        return tuple(
            f"some posts have no text: {failure}"
            for failure in dict.fromkeys(failures)
            if failure
        )

    def embed(self, post: Post) -> Post:
        """Return a post with its text, and with author and day where it lacks them.

        The text is the platform's blockquote without its script. A post that has a
        text, that is gone or protected, of a platform without a service, or of which
        the service does not say what it should, comes back as it was.
        """
        service = self._services.get(post.platform)
        if post.html or not post.url or not service:
            return post
        if post.url not in self._embeds:
            self._embeds[post.url] = self._asked(service, post)
        embed = self._embeds[post.url]
        return _completed(post, embed) if embed else post

    def _asked(self, service: _Service, post: Post) -> Post | None:
        """Return what a service says of a post, unless it is not to be asked."""
        if service.failures == MAX_FAILURES:
            self._failures[post.url] = service.failure
            return None
        if not self._left:
            return self._unasked(post)
        self._left -= 1
        try:
            embed = self._http.get(
                service.url,
                _read,
                params={"url": post.url, **_OPTIONS.get(post.platform, {})},
                accept={OK, *_NO_TEXT},
                max_size=LARGEST_ANSWER,
            )
        except SourceError as error:
            service.failures += 1
            service.failure = self._failures[post.url] = str(error)
            return None
        service.failures = 0
        return embed if embed and _is_of(embed, post) else None

    def _unasked(self, post: Post) -> Post | None:
        """Return what a post had before, of which there are too many to ask."""
        archived = self._archived.get(post.url)
        if archived is None:
            self._failures[post.url] = _ENOUGH
        return archived


@dataclass(slots=True)
class _Service:
    """A service, and how it has done."""

    url: str
    failures: int = 0
    """In a row."""
    failure: str = ""
    """What the last one was."""


def _read(response: Response) -> Post | None:
    """Read ``{"type": "rich", "html": "<blockquote…"}``."""
    if response.status != OK:
        return None
    body = read_json(response)
    html = body.get("html") if isinstance(body, dict) else None
    return read_embed(html) if isinstance(html, str) else None


def _is_of(embed: Post, post: Post) -> bool:
    """Whether an embed is of this post, with a text of sensible size."""
    same = (embed.platform, embed.id) == (post.platform, post.id)
    return same and 0 < len(embed.html) <= LONGEST_EMBED


def _completed(post: Post, embed: Post) -> Post:
    """Return a post with the text of its embed, and what else it did not say."""
    return replace(
        post,
        html=embed.html,
        author_name=post.author_name or embed.author_name,
        author_handle=post.author_handle or embed.author_handle,
        date=post.date or embed.date,
        lang=post.lang or embed.lang,
        dir=post.dir or embed.dir,
    )
