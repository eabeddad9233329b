"""Pelican's writer, which writes pages of ours together, those that have changed.

Whatever else it is asked to write it writes as Pelican does, and in the same order.
Other plugins hear of each page as if it had been written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from posixpath import normpath
from types import TracebackType
from typing import IO, Any

from blinker import ANY
from feedgenerator import SyndicationFeed
from jinja2 import Template
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.digest_articles import BUILD, DigestContent
from pelican_hotpapers.pelican.jinja_environment import PreparedTemplate
from pelican_hotpapers.pelican.other_plugins import has_other_receivers
from pelican_hotpapers.pelican.private_names import ObservedWriter
from pelican_hotpapers.pelican.rendering import DIGEST
from pelican_hotpapers.storage.wanted_files import WantedFile

logger = get_logger(__name__)

_Put = Callable[[bytes], object]
GIVE_NO_WRITER = frozenset({"i18n_subsites"})
"""Plugins that are asked for a writer and give none: this one builds the next site."""
_AT_ONCE = 500
"""Digests that are written together at most: what a copy of a process looks at becomes
memory of its own, until it ends."""


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page of ours that is to be there."""

    path: str
    """In the output."""
    key: bytes | None
    """A hash of all that it is made of, or None where that is not known."""
    template: Template
    """Of which it is made."""
    kind: str
    """What it shows: pages of one kind are made of the same templates."""
    given: Callable[[], Mapping[str, Any]]
    """Returns what the template is given beside Pelican's context."""


def choose_writer(pelican: Pelican) -> type[OutputWriter] | None:  # noqa: ARG001
    """Give Pelican our writer, unless another plugin may give it one."""
    if has_other_receivers(signals.get_writer, but_for=GIVE_NO_WRITER):
        return None
    return OutputWriter


def write_awaited(generator: Generator, writer: object) -> None:  # noqa: ARG001
    """Have the last digests of a generator written, now that it has written all."""
    if isinstance(writer, OutputWriter):
        writer.write_awaited()


class OutputWriter(ObservedWriter):
    """Writes a site's pages, those of ours that are as they are to be excepted."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]
        self._output = f"{sanitised_join(output_path)}/"
        self._puts: dict[str, _Put] = {}
        self._awaited: list[WantedPage] = []
        self._context: dict[str, Any] = {}

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
        """Write a page as Pelican does; that of a digest only if it has changed.

        Digests that follow each other are written together, before anything else is.
        """
        content = kwargs.get("article") or kwargs.get("page")
        if (
            name
            and isinstance(content, DigestContent)
            and self.observe(self._path(name), replaces=override_output)
        ):
            build: Build = context[BUILD]
            key = build.page_keys.of_digest(content, template, {**context, **kwargs})
            self._context = context
            self._awaited.append(
                WantedPage(name, key, template, DIGEST, lambda: kwargs)
            )
            if len(self._awaited) == _AT_ONCE or not build.processes.are_several:
                self.write_awaited()
            return
        self.write_awaited()
        super().write_file(  # type: ignore[no-untyped-call]
            name,
            template,
            context,
            relative_urls,
            paginated,
            template_name,
            override_output,
            url,
            **kwargs,
        )

    def write_awaited(self) -> None:
        """Write the digests that were to be written since anything else was."""
        awaited, self._awaited = self._awaited, []
        if awaited:
            self._write_observed(awaited, self._context)

    def write_own_pages(
        self, pages: Iterable[WantedPage], context: dict[str, Any]
    ) -> None:
        """Write pages of ours that are no articles, those that have changed.

        Args:
            pages: The pages.
            context: Pelican's.
        """
        self._write_observed(map(self._observed, pages), context)

    def _observed(self, page: WantedPage) -> WantedPage:
        self.observe(self._path(page.path), replaces=False)
        return page

    def _write_observed(
        self, pages: Iterable[WantedPage], context: dict[str, Any]
    ) -> None:
        build: Build = context[BUILD]
        prepared = cache(lambda template: PreparedTemplate(template, context))
        files = (
            WantedFile(
                self._relative(self._path(page.path)),
                page.key,
                partial(self._html, page, prepared(page.template), context),
                kind=(page.template, page.kind),
                done=partial(self._tell, page, context),
            )
            for page in pages
        )
        build.manifest.write(files, build.processes.begin)

    def _tell(
        self, page: WantedPage, context: dict[str, Any], was_written: bool
    ) -> None:
        """Tell of a page that is there now."""
        path = self._path(page.path)
        if was_written:
            logger.info('Writing "%s"', path)
        if signals.content_written.has_receivers_for(ANY):
            given = {**context, **self._given(page, context)}
            signals.content_written.send(path, context=given)

    def _html(
        self, page: WantedPage, template: PreparedTemplate, context: dict[str, Any]
    ) -> bytes:
        return template.render(self._given(page, context)).encode()

    def _given(self, page: WantedPage, context: dict[str, Any]) -> dict[str, Any]:
        """Return what a template is given beside the context, as Pelican gives it.

        Where links are relative, what its contents link to is so to this page now.
        """
        site = {"localsiteurl": context.get("localsiteurl"), "output_file": page.path}
        if self.settings["RELATIVE_URLS"]:
            way = path_to_url(get_relative_path(page.path))
            context["localsiteurl"] = way
            site.update(localsiteurl=way, SITEURL=way)
        return {**site, **page.given()}

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
        self.write_awaited()
        build: Build | None = context.get(BUILD)
        shown = elements[: self.settings["FEED_MAX_ITEMS"]]
        if build and path and any(isinstance(each, DigestContent) for each in shown):
            is_ours = not has_other_receivers(
                signals.feed_generated, signals.feed_written
            )
            texts = (url, feed_type, feed_title)
            key = build.page_keys.of_feed(shown, texts) if is_ours else None
            complete = sanitised_join(self.output_path, path)
            name = self._relative(complete)
            if build.manifest.is_current(name, key) and (
                self.observe(complete, replaces=override_output)
            ):
                return None
            self._puts[complete] = partial(build.manifest.put, name, key)
        feed: SyndicationFeed = super().write_feed(
            elements, context, path, url, feed_type, override_output, feed_title
        )  # type: ignore[no-untyped-call]
        return feed

    def opened(self, path: str) -> IO[str] | None:
        """Return what the text of a feed with digests is written to."""
        put = self._puts.pop(path, None)
        return None if put is None else _FeedText(put)

    def _path(self, name: str) -> str:
        """Return what `sanitised_join` does, which asks for the current folder."""
        if normpath(name) == name and not name.startswith(("/", "../")):
            return f"{self._output}{name}"
        return sanitised_join(self.output_path, name)

    def _relative(self, path: str) -> str:
        return path.removeprefix(self._output)


class _FeedText(io.StringIO):
    """The text of a feed, which is put where it belongs when it is whole."""

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
