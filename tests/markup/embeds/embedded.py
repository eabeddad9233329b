"""Posts as pages embed them."""

from __future__ import annotations

from html import escape

from pelican_hotpapers.markup.embeds import post_body
from pelican_hotpapers.model import Post

SCRIPT = '<script async src="https://platform.twitter.com/widgets.js"></script>'


def oembed(
    text: str = "A new paper!",
    name: str = "Ada",
    url: str = "https://twitter.com/ada_l/status/1379238772961812481",
    lang: str = "en",
    direction: str = "ltr",
) -> str:
    """Write the blockquote that X's oEmbed gives."""
    return (
        '<blockquote class="twitter-tweet">'
        f'<p lang="{lang}" dir="{direction}">{text}</p>&mdash; {escape(name)} (@ada_l) '
        f'<a href="{url}?ref_src=twsrc%5Etfw">'
        "April 7, 2021</a></blockquote>"
    )


def body(html: str) -> str:
    return post_body(Post(url="https://example.org/", html=html))
