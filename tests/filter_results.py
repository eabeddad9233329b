"""What filters give, and what is looked at in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, StrictUndefined

from pelican_hotpapers.config import Config
from pelican_hotpapers.pelican.jinja_environment import install

STATUS = "https://twitter.com/ada/status/1234567890"
OEMBED = (
    '<blockquote class="twitter-tweet"><p lang="fr" dir="ltr">Voici un graphe &amp; '
    'un arbre <a href="https://t.co/abc">https://t.co/abc</a></p>&mdash; Ada L. (@ada) '
    f'<a href="{STATUS}?ref_src=twsrc%5Etfw">February 9, 2021</a></blockquote>\n'
    '<script async src="https://platform.twitter.com/widgets.js"></script>'
)
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{filename}x"


def bare(**options: Any) -> Environment:
    """Return an environment as Pelican makes it: autoescaping is off."""
    return Environment(undefined=StrictUndefined, **options)  # noqa: S701


def environment(
    config: Config | None = None,
    templates: dict[str, str] | None = None,
    **options: Any,
) -> Environment:
    env = bare(loader=ChoiceLoader([DictLoader(templates or {})]), **options)
    install(env, config or Config())
    return env


def evaluate(source: str, config: Config | None = None, **context: Any) -> str:
    """Render a template of a theme, which is to say without autoescaping."""
    return environment(config).from_string(source).render(**context)


class Elements(HTMLParser):
    """The elements of some HTML, each with its attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.found}

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]
