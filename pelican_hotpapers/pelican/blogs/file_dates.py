"""The date of a post that does not say one, or says one that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pelican.readers import BaseReader, parse_path_metadata, path_metadata

from pelican_hotpapers.formats.post_paths import PostPath
from pelican_hotpapers.model import day_in
from pelican_hotpapers.pelican.metadata import Metadata
from pelican_hotpapers.pelican.metadata_values import with_time

_NEEDED = (
    "It is left out, and an article needs one: mend it, begin the file's name with a "
    "day, as in 2021-04-07-name.md, or set DEFAULT_DATE"
)


def with_date(metadata: Metadata, file: PostPath, reader: BaseReader) -> Metadata:
    """Return metadata with the day that a post is named by, where it has no date.

    The name is that of its file, of its folder where that is all its own, or its slug.
    What the site's own settings see in the file's path comes first.

    Args:
        metadata: What front matter comes to.
        file: The post's file.
        reader: What reads it, by the site's settings.
    """
    values = metadata.values
    if "date" in values:
        return metadata
    if "date" in _seen_by_pelican(file, reader):
        return _hinted(metadata, "The day in the path of its file is taken")
    day = day_in(file.name, str(values.get("slug", "")))
    if day:
        taken = f"The day of its name is taken, {day}"
        dated = replace(metadata, values={**values, "date": with_time(day)})
        return _hinted(dated, taken)
    if values.get("status") == "draft" or reader.settings.get("DEFAULT_DATE"):
        return metadata
    return _hinted(metadata, _NEEDED)


def _seen_by_pelican(file: PostPath, reader: BaseReader) -> Mapping[str, Any]:
    """Return the metadata that Pelican makes of a path, but for general defaults."""
    path, settings = str(file.path), {**reader.settings, "DEFAULT_DATE": None}
    found: dict[str, Any] = parse_path_metadata(path, settings, reader.process_metadata)
    return {**path_metadata(path, path, settings), **found}


def _hinted(metadata: Metadata, hint: str) -> Metadata:
    """Say of a date that cannot be read what becomes of the post."""
    wrong_values = tuple(
        replace(wrong, hint=hint) if wrong.path[:1] == ("date",) else wrong
        for wrong in metadata.wrong_values
    )
    return replace(metadata, wrong_values=wrong_values)
