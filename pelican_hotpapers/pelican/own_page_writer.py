"""Writes the plugin's own pages: what each is given, and whether it has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url
from pelican.writers import Writer

from pelican_hotpapers.addresses import INDEX
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pelican import assets
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.entry_rendering import ListingEntryRenderer
from pelican_hotpapers.pelican.jinja_environment import PreparedTemplate
from pelican_hotpapers.pelican.other_plugins import has_other_receivers
from pelican_hotpapers.pelican.output_writer import OutputWriter, WantedPage
from pelican_hotpapers.pelican.own_pages import frame_of, own_page


class OwnPageWriter:
    """Writes the pages of one build, each inside the theme."""

    def __init__(self, generator: Generator, build: Build, writer: Writer) -> None:
        """Take what pages have in common.

        Args:
            generator: That of these pages.
            build: The build.
            writer: What writes them.
        """
        self._build = build
        self._writer = writer
        self._env = generator.env
        self._context = generator.context
        config, settings = build.config, generator.settings
        self._settings = settings
        self._is_changed = has_other_receivers(signals.content_object_init)
        site = site_from(build.addresses.page(INDEX))
        shared = {
            "addresses": build.addresses,
            "days": build.days,
            "has_opensearch": config.search and settings["SITEURL"],
            "has_paper_pages": config.paper_pages,
            "has_search": config.search,
            "hotpapers": config,
            "hotpapers_files": f"{site}/{assets.place_of(settings, '')}",
            "hotpapers_pages": assets.path_to_pages(settings, config),
            "hotpapers_root": assets.path_to_root(settings),
        }
        self._frame = frame_of(generator, shared)
        shared.update(frame=self._frame, extended=self._frame.extends)
        self._here = {"SITEURL": site}
        self._of_each = {**self._context, **shared, **self._here}
        shown = ListingEntryRenderer(build.library, self._env, self._of_each)
        self._shared = {**shared, "shown": shown}
        self._templates: dict[str, PreparedTemplate] = {}

    def write(self, pages: Iterable[tuple[Page, str]]) -> None:
        """Have pages written: by our writer those that have changed, by another all.

        Args:
            pages: The pages, each with its path in the output.
        """
        if isinstance(self._writer, OutputWriter):
            wanted = (self._wanted(page, path) for page, path in pages)
            self._writer.write_own_pages(wanted, self._context)
            return
        template, relative = self._frame.template, self._settings["RELATIVE_URLS"]
        for page, path in pages:
            given = self._given(page, path)
            self._writer.write_file(
                path, template, self._context, relative, url=path, **given
            )

    def _wanted(self, page: Page, path: str) -> WantedPage:
        given = partial(self._given, page, path)
        own = given()["page"] if self._is_changed else None
        key = self._build.page_keys.of_own_page(
            page, path, own, self._frame, self._of_each
        )
        return WantedPage(path, key, self._frame.template, page.template, given)

    def _given(self, page: Page, place: str) -> dict[str, Any]:
        """Return what the theme's template is given for a page."""
        site = str(self._settings["SITEURL"])
        address = f"{site}/{place}" if site else ""
        shown = {"address": address, **page.values, "sheet": page}
        make = partial(self._content, page.template, shown)
        own = own_page(page, place, make, self._settings, self._context)
        return {**self._shared, **shown, "page": own}

    def _content(self, name: str, shown: Mapping[str, Any]) -> str:
        """Return the HTML of a page, which lies in one folder with all others."""
        if name not in self._templates:
            template = self._env.get_template(f"hotpapers/pages/{name}.html")
            given = {**self._of_each, **self._shared, "scripts": self._scripts}
            self._templates[name] = PreparedTemplate(template, given)
        # The one value of the context that is another for each page.
        place = {"localsiteurl": self._context["localsiteurl"]}
        return self._templates[name].render({**place, **shown})

    @cached_property
    def _scripts(self) -> Markup:
        """The HTML of the scripts of all our pages."""
        template = self._env.get_template("hotpapers/pages/scripts.html")
        html = template.render(self._context, **self._shared, **self._here)
        return Markup(html)  # noqa: S704 - a template's


def site_from(path: str) -> str:
    """Return the way to the site's root from a page at a path of the output: ``..``.

    Our pages lead to each other by it on any site: an address in full would be longer,
    and there are hundreds in a list.
    """
    return str(path_to_url(get_relative_path(path)))
