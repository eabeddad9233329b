"""What is done with inputs of any size."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hostile_texts import DAY
from markupsafe import Markup

from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest
from pelican_hotpapers.outputs.feeds import Publisher
from pelican_hotpapers.outputs.feeds.items import Items
from pelican_hotpapers.pages.subscriptions import Subscriptions, feed_files
from pelican_hotpapers.storage import digest_files


def needed(function: Callable[..., Any]) -> dict[str, str]:
    """Return the types of what a function cannot do without."""
    return {
        name: str(parameter.annotation)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    }


def tried(do: Callable[[Any], object], given: object) -> None:
    with suppress(ValueError, SourceError):
        do(given)


SUFFIXES = sorted(
    {parser: name for name, parser in digest_files._PARSERS.items()}.values()
)
"""Of each parser one."""


def feeds_of(digest: Digest) -> None:
    publisher = Publisher(title="A Site", url="https://example.org", since=DAY)
    library = Library.of([digest])
    made = Items(
        library.newest,
        publisher,
        url=lambda _: "",
        content=lambda entry: Markup("<p>{}</p>").format(entry.paper.abstract),
    )
    feeds = Subscriptions(
        publisher=publisher, addresses=Addresses("papers"), items=made
    )
    assert all(
        file.make() for file in feed_files({"All": [feeds.of_all(library)]}, publisher)
    )
