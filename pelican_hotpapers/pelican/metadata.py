"""Front matter as Pelican's metadata: one name for each thing, nothing that breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pelican.contents import Article, Page, Static
from pelican.readers import ensure_metadata_list
from pelican.urlwrappers import Author, Category, Tag, URLWrapper

from pelican_hotpapers.addresses import LONGEST_NAME
from pelican_hotpapers.errors import Fault, excerpt
from pelican_hotpapers.formats import permalinks
from pelican_hotpapers.formats.frontmatter import read_date
from pelican_hotpapers.formats.post_paths import PostPath
from pelican_hotpapers.formats.syntax import FieldPath, field_name
from pelican_hotpapers.pelican.metadata_values import (
    as_address,
    as_attribute,
    as_date,
    as_file,
    as_flag,
    as_language,
    as_line,
    as_old_address,
    as_slug,
    as_template,
    as_text,
    as_timezone,
    as_unknown,
    as_url,
    as_word,
    with_time,
)
from pelican_hotpapers.pelican.slugs import Slugs

Settings = Mapping[str, Any]
"""Pelican's settings."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value of front matter that does not fit its key."""

    path: FieldPath
    found: str
    expected: str
    hint: str = "It is left out"

    def fault(self, path: str, place: tuple[int, int]) -> Fault:
        """Return the fault it is in a file, at a line and column."""
        line, column = place
        return Fault(
            path=path,
            line=line,
            column=column,
            field=field_name(self.path),
            found=self.found,
            expected=self.expected,
            hint=self.hint,
        )


@dataclass(frozen=True, slots=True)
class Metadata:
    """Front matter as Pelican's metadata."""

    values: dict[str, Any]
    """For an `Article` or `Page`; FORMATTED_FIELDS are still Markdown."""
    wrong_values: tuple[WrongValue, ...]
    """The values that do not fit, and were left out."""
    notes: tuple[str, ...]
    """What was changed or left out on purpose, for the log."""


BEGINS = "publishdate"
EXPIRES = "expirydate"
"""Hugo's names for the times between which a post is published."""

_ANY_FILE = PostPath(PurePosixPath("post.md"))


def pelican_metadata(
    values: Mapping[str, Any], settings: Settings, file: PostPath = _ANY_FILE
) -> Metadata:
    """Return front matter as Pelican's metadata.

    Keys become lower case. What blogs name differently is given Pelican's name, and
    what Pelican cannot take is left out. Keys that nobody knows become attributes:
    numbers as text, like all of Pelican's metadata, lists and mappings unchanged. The
    mapping ``front_matter`` has keys that would break Pelican, and what Pelican has no
    name for: ``template``, ``categories``, ``aliases`` and ``permalink``.

    Args:
        values: Front matter, of plain values.
        settings: Pelican's settings.
        file: The post's file, whose path has a meaning in Jekyll and Hugo.
    """
    return _Conversion(values, settings, file).metadata()


GUARDED = frozenset(
    {
        *dir(Article),
        *dir(Page),
        *dir(Static),
        # What Pelican sets on an article itself.
        "front_matter",
        "in_default_lang",
        "locale_date",
        "locale_modified",
        "metadata",
        "override_save_as",
        "override_url",
        "path",
        "reader",
        "relative_source_path",
        "settings",
        "source_path",
        "translations",
    }
)
"""Keys that break Pelican when they become attributes of an article."""
_GUARDED_BEGINNINGS = ("_", "hotpapers_")
"""How the internal attributes of articles begin, Pelican's and ours."""


class _Conversion:
    """Converts front matter key by key, each key once.

    What is left in `_remaining` when all known keys are taken goes on as it is.
    """

    def __init__(
        self, values: Mapping[str, Any], settings: Settings, file: PostPath
    ) -> None:
        self._settings = settings
        self._slugs = Slugs(settings)
        self._file = file
        self._remaining: dict[str, tuple[str, Any]] = {}
        for key, value in values.items():
            self._remaining.setdefault(key.lower(), (key, value))
        self._values: dict[str, Any] = {}
        self._front_matter: dict[str, Any] = {}
        self._wrong_values: list[WrongValue] = []
        self._notes: list[str] = []

    def metadata(self) -> Metadata:
        self._set("title", self._first(as_text, "title"))
        begins = self._first(as_date, BEGINS, "pubdate")
        self._set("date", self._first(as_date, "date") or begins)
        self._set("modified", self._first(as_date, *_MODIFIED))
        self._set(BEGINS, begins)
        self._set(EXPIRES, self._first(as_date, EXPIRES, "unpublishdate"))
        self._set("summary", self._first(as_text, "summary", "excerpt"))
        self._set("lang", self._first(as_language, "lang", "language"))
        self._set("translation", self._first(as_word, "translation"))
        self._set("timezone", self._first(as_timezone, "timezone"))
        self._set("date_format", self._first(as_line, "date_format"))
        self._terms()
        self._authors()
        self._status()
        self._slug()
        self._address()
        self._aliases()
        self._template()
        self._rest()
        if self._front_matter:
            self._values["front_matter"] = self._front_matter
        return Metadata(self._values, tuple(self._wrong_values), tuple(self._notes))

    def _set(self, name: str, value: object) -> None:
        if value not in (None, "", []):
            self._values[name] = value

    def _take(self, *names: str) -> Iterator[tuple[str, Any]]:
        """Yield the keys and values under these names that are not empty."""
        for name in names:
            key, value = self._remaining.pop(name, (name, None))
            if value is not None:
                yield key, value

    def _first(self, read: Callable[[Any], T], *names: str) -> T | None:
        """Return the first value under these names that can be read.

        All of them are read, so that each that cannot be is told of.
        """
        results = [self._fit(read, (key,), value) for key, value in self._take(*names)]
        return next((result for result in results if result is not None), None)

    def _fit(
        self, read: Callable[[Any], T], path: FieldPath, value: object
    ) -> T | None:
        """Return a value converted for its key, or note that it does not fit."""
        try:
            return read(value)
        except ValueError as error:
            self._wrong_values.append(WrongValue(path, excerpt(value), str(error)))
            return None

    def _names(
        self, read: Callable[[Any], str], divide: Callable[[str], list[str]], key: str
    ) -> list[str]:
        """Return the names under a key, which holds one, a list, or a text of many."""
        return [
            name
            for written, value in self._take(key)
            for path, item in _items(written, value, divide)
            if (name := self._fit(read, path, item))
        ]

    def _terms(self) -> None:
        """Take the first category; others become tags."""
        several = _jekylls if self._file.is_of_jekyll else ensure_metadata_list
        categories = [
            *self._file.categories,
            *self._names(self._name, _whole, "category"),
            *self._names(self._name, several, "categories"),
        ]
        tags = [
            *self._names(self._name, several, "tags"),
            *self._names(self._name, ensure_metadata_list, "tag"),
            *categories[1:],
        ]
        if categories:
            self._front_matter["categories"] = categories
            self._values["category"] = self._term(Category, categories[0])
        self._set("tags", self._each_term(Tag, tags))

    def _authors(self) -> None:
        first = self._names(self._author, _whole, "author")
        several = self._names(self._author, ensure_metadata_list, "authors")
        if len(first) == 1:
            self._values["author"] = self._term(Author, first[0])
        if several or len(first) > 1:
            self._values["authors"] = self._each_term(Author, several or first)

    def _term(self, kind: Callable[..., URLWrapper], name: str) -> URLWrapper:
        return kind(name, self._settings)

    def _each_term(
        self, kind: Callable[..., URLWrapper], names: Iterable[str]
    ) -> list[URLWrapper]:
        return [self._term(kind, name) for name in dict.fromkeys(names)]

    def _author(self, value: object) -> str:
        return self._name(value.get("name") if isinstance(value, dict) else value)

    def _name(self, value: object) -> str:
        """Return the name of a category, tag or author, which has a page of its own."""
        name = as_text(value)
        if not self._slugs.is_file_name(name):
            raise ValueError(
                f"a name that takes at most {LONGEST_NAME} letters in an address"
            )
        if name and self._slugs.is_empty(name):
            raise ValueError("a name with a letter or a digit in it, for its address")
        return name

    def _status(self) -> None:
        """Take the status. Where it cannot be read, the post is a draft."""
        if self._file.is_section:
            self._values["status"] = "skip"
            self._notes.append("a section of Hugo's is no post")
            return
        held_back = self._file.is_draft
        status: str | None = None
        for key, value in self._take("status"):
            status = self._fit(as_text, (key,), value)
            held_back = status is None
        for key, value in self._take("draft"):
            held_back |= self._fit(as_flag, (key,), value) is not False
        for key, value in self._take("published"):
            held_back |= not self._is_published(key, value)
        if held_back and status in (None, "published"):
            status = "draft"
        self._set("status", status)

    def _is_published(self, key: str, value: object) -> bool:
        """Tell whether ``published`` is true, or a date."""
        if "date" not in self._values and isinstance(value, str):
            try:
                self._values["date"] = with_time(read_date(value))
            except ValueError:
                pass
            else:
                return True
        return bool(self._fit(as_flag, (key,), value))

    def _slug(self) -> None:
        self._set("slug", self._first(as_slug, "slug"))
        title = self._values.get("title", "")
        if "slug" in self._values:
            return
        if self._settings["SLUGIFY_SOURCE"] == "basename" and self._file.is_bundle:
            self._values["slug"] = self._slugs.of(self._file.name)
        by_title = self._settings["SLUGIFY_SOURCE"] == "title"
        if title and by_title and self._slugs.is_empty(title):
            self._set("slug", self._slugs.of(self._file.undated_name))
            self._notes.append("the slug is the file's name: the title has no letters")
        if self._slugs.is_file_name(title):
            return
        if by_title:
            cut = self._slugs.of(title).encode()[:LONGEST_NAME]
            self._values["slug"] = cut.decode(errors="ignore").strip("-")
            self._notes.append("the slug is cut, for the title is long")

    def _address(self) -> None:
        """Take the page's address, in Pelican's two keys or in one of Hugo's."""
        _, written = self._remaining.get("url", ("", None))
        if written and "save_as" not in self._remaining:  # Pelican wants both
            self._permalink("url")
            return
        for name in ("url", "save_as"):
            if name in self._remaining:
                key, value = self._remaining.pop(name)
                read = as_url if name == "url" else as_file
                address = self._fit(read, (key,), "" if value is None else value)
                if address is not None:
                    self._values[name] = address
        self._permalink("permalink")

    def _permalink(self, name: str) -> None:
        for key, value in self._take(name):
            address = self._fit(as_address, (key,), value) or ""
            if address and name == "url":
                address = f"/{address.lstrip('/')}"
            if permalinks.is_address(address):
                self._front_matter["permalink"] = address
            else:
                self._notes.append(f"{key} {excerpt(value)} is no address of a page")

    def _aliases(self) -> None:
        """Take former addresses: Hugo's are relative to the folder, Jekyll's to /."""
        near = partial(as_old_address, folder=str(self._file.folder))
        names = (
            *self._names(near, _whole, "aliases"),
            *self._names(as_old_address, _whole, "redirect_from"),
        )
        if names:
            self._front_matter["aliases"] = list(dict.fromkeys(names))

    def _template(self) -> None:
        for key, value in self._take("template", "layout"):
            if not isinstance(value, str) or not value:
                self._notes.append(f"{key} {excerpt(value)} names no template")
            elif name := self._fit(as_template, (key,), value):
                self._front_matter.setdefault("template", name)

    def _rest(self) -> None:
        for name, (key, value) in self._remaining.items():
            if name in GUARDED or name.startswith(_GUARDED_BEGINNINGS):
                self._front_matter[name] = value
                self._notes.append(
                    f"{key} is kept in front_matter: it would break Pelican"
                )
            elif name in self._settings["FORMATTED_FIELDS"]:
                self._set(name, self._fit(as_text, (key,), value or ""))
            elif name == "description":
                self._set(name, self._fit(as_attribute, (key,), value or ""))
            else:
                self._values[name] = as_unknown(value)


_MODIFIED = ("modified", "updated", "lastmod", "last_modified_at")


def _whole(text: str) -> list[str]:
    return [text]


def _jekylls(text: str) -> list[str]:
    """Divide a text of names at spaces, as Jekyll does, if it has no comma."""
    names: list[str] = ensure_metadata_list(text)
    return names if len(names) > 1 else text.split()


def _items(
    key: str, value: object, divide: Callable[[str], list[str]]
) -> list[tuple[FieldPath, Any]]:
    if isinstance(value, str):
        return [((key,), part) for part in divide(value)]
    if isinstance(value, list):
        return [((key, i), item) for i, item in enumerate(value) if item is not None]
    return [((key,), value)]
