"""Pelican's writer, which leaves pages of ours alone that are as they would be written.

Whatever else it is asked to write it writes as Pelican does. Other plugins hear of each
page as if it had been written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from posixpath import normpath
from types import TracebackType
from typing import IO, Any

from blinker import ANY
from feedgenerator import SyndicationFeed
from jinja2 import Template
from pelican import Pelican
from pelican.contents import Content
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join

from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.digest_articles import BUILD, DigestContent
from pelican_hotpapers.pelican.other_plugins import has_other_receivers
from pelican_hotpapers.pelican.private_names import ObservedWriter

_Put = Callable[[bytes], None]
GIVE_NO_WRITER = frozenset({"i18n_subsites"})
"""Plugins that are asked for a writer and give none: this one builds the next site."""


def choose_writer(pelican: Pelican) -> type[OutputWriter] | None:  # noqa: ARG001
    """Give Pelican our writer, unless another plugin may give it one."""
    if has_other_receivers(signals.get_writer, but_for=GIVE_NO_WRITER):
        return None
    return OutputWriter


class OutputWriter(ObservedWriter):
    """Writes a site's pages, those of ours that are as they are to be excepted."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]
        self._output = f"{sanitised_join(output_path)}/"
        self._awaited: dict[str, _Put] = {}

    def write_file(  # noqa: PLR0913, PLR0917 - Pelican's
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: object = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Write a page as Pelican does; that of a digest only if it has changed."""
        write = partial(
            super().write_file,
            name,
            template,
            context,
            relative_urls,
            paginated,
            template_name,
            override_output,
            url,
        )
        content = kwargs.get("article") or kwargs.get("page")
        if not name or not isinstance(content, DigestContent):
            write(**kwargs)
            return
        key = context[BUILD].page_key(content, template, {**context, **kwargs})
        if not self.is_current(name, key, context, lambda: kwargs, override_output):
            self._await(name, key, context[BUILD])
            write(**kwargs)

    def write_feed(  # noqa: PLR0913, PLR0917 - Pelican's
        self,
        elements: Sequence[Content],
        context: dict[str, Any],
        path: str | None = None,
        url: str | None = None,
        feed_type: str = "atom",
        override_output: bool = False,
        feed_title: str | None = None,
    ) -> SyndicationFeed | None:
        """Write a feed as Pelican does; one with digests only if it has changed.

        Returns:
            The feed; None where it has not changed.
        """
        build: Build | None = context.get(BUILD)
        shown = elements[: self.settings["FEED_MAX_ITEMS"]]
        if build and path and any(isinstance(each, DigestContent) for each in shown):
            is_ours = not has_other_receivers(
                signals.feed_generated, signals.feed_written
            )
            key = build.feed_key(shown, url, feed_type, feed_title) if is_ours else None
            complete = sanitised_join(self.output_path, path)
            if build.manifest.is_current(self._relative(complete), key) and (
                self.observe(complete, replaces=override_output)
            ):
                return None
            self._await(path, key, build)
        feed: SyndicationFeed = super().write_feed(
            elements, context, path, url, feed_type, override_output, feed_title
        )  # type: ignore[no-untyped-call]
        return feed

    def write_own_page(
        self,
        name: str,
        key: bytes | None,
        template: Template,
        context: dict[str, Any],
        make: Callable[[], dict[str, Any]],
    ) -> None:
        """Write one of our own pages, if it has changed.

        Args:
            name: Its path in the output.
            key: A hash of all that it is made of, or None where that is not known.
            template: The template around it.
            context: Pelican's.
            make: Returns what the template is given besides.
        """
        if not self.is_current(name, key, context, make, override=False):
            self._await(name, key, context[BUILD])
            write = partial(super().write_file, name, template, context)
            write(self.settings["RELATIVE_URLS"], url=name, **make())

    def is_current(
        self,
        name: str,
        key: bytes | None,
        context: dict[str, Any],
        make: Callable[[], dict[str, Any]],
        override: bool,
    ) -> bool:
        """Tell whether a page is as it would be written; then it counts as written."""
        build: Build = context[BUILD]
        path = self._path(name)
        if not build.manifest.is_current(self._relative(path), key):
            return False
        if not self.observe(path, replaces=override):
            return False
        if signals.content_written.has_receivers_for(ANY):
            given = {**context, "output_file": name}
            if self.settings["RELATIVE_URLS"]:
                given["SITEURL"] = path_to_url(get_relative_path(name))
                given["localsiteurl"] = given["SITEURL"]
                context["localsiteurl"] = given["SITEURL"]
            signals.content_written.send(path, context={**given, **make()})
        return True

    def opened(self, path: str) -> IO[str] | None:
        """Return what the text of a page of ours is written to."""
        put = self._awaited.pop(path, None)
        return None if put is None else _PageText(put)

    def _await(self, name: str, key: bytes | None, build: Build) -> None:
        """Have what is written to a path next go through the manifest."""
        path = self._path(name)
        self._awaited[path] = partial(build.manifest.put, self._relative(path), key)

    def _path(self, name: str) -> str:
        """Return what `sanitised_join` does, which asks for the current folder."""
        if normpath(name) == name and not name.startswith(("/", "../")):
            return f"{self._output}{name}"
        return sanitised_join(self.output_path, name)

    def _relative(self, path: str) -> str:
        return path.removeprefix(self._output)


class _PageText(io.StringIO):
    """The text of a page, which is put where it belongs when it is whole."""

    def __init__(self, put: _Put) -> None:
        super().__init__()
        self._put = put

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self._put(self.getvalue().encode())
        super().__exit__(kind, error, traceback)
