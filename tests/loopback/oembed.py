"""The oEmbed services of X and Bluesky."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loopback.server import Reply, Request, Server


@dataclass
class OEmbed:
    """A platform's oEmbed service, as a speaker.

    ``OEmbed({url: x_embed("7", "ada", "a text")}).speak(server)`` returns its address.
    A post it does not know is gone.
    """

    posts: Mapping[str, Any]
    """By address: the blockquote, or a whole answer where it is none (a Reply is
    sent as it is, anything else as JSON)."""
    prefix: str = "/oembed"

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[self.prefix] = self
        return server.url + self.prefix

    def __call__(self, request: Request) -> Reply:
        url = request.query.get("url", "")
        held = self.posts.get(url, _answer({"error": "Not Found"}, 404))
        if isinstance(held, Reply):
            return held
        if not isinstance(held, str):
            return _answer(held)
        without = request.query.get("omit_script") in {"1", "true"}
        script = "" if without else '\n<script async src="widgets.js"></script>\n'
        return _answer(
            {
                "url": url,
                "author_name": "who it says",
                "html": held + script,
                "width": 550,
                "height": None,
                "type": "rich",
                "cache_age": "3153600000",
                "provider_name": "Loopback",
                "version": "1.0",
            }
        )


PROTECTED = Reply(
    b'{"error":"Sorry, you are not authorized to see this status.","request":"/"}',
    403,
    {"Content-Type": "application/json"},
)
"""What a service says of a post that is not for everybody."""


def x_embed(number: str, handle: str, text: str) -> str:
    """Return a post as X's oEmbed has it."""
    return (
        f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{text}</p>&mdash; '
        f"Ada &amp; Co (@{handle}) "
        f'<a href="https://twitter.com/{handle}/status/{number}?ref_src=twsrc%5Etfw">'
        "November 19, 2026</a></blockquote>"
    )


def bluesky_embed(key: str, handle: str, text: str) -> str:
    """Return a post as Bluesky's oEmbed has it, with a script whatever is asked."""
    profile = f"https://bsky.app/profile/did:plc:{key}"
    return (
        f'<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:{key}/'
        f'app.bsky.feed.post/{key}" data-bluesky-cid="bafy{key}"><p lang="de">{text}'
        f'</p>&mdash; Bea (<a href="{profile}?ref_src=embed">@{handle}</a>) '
        f'<a href="{profile}/post/{key}?ref_src=embed">November 19, 2026 at 8:00 AM</a>'
        "</blockquote>"
        '<script async src="https://embed.bsky.app/static/embed.js"></script>'
    )


def _answer(body: Any, status: int = 200) -> Reply:
    kind = "application/json; charset=utf-8"
    return Reply(json.dumps(body).encode(), status, {"Content-Type": kind})
