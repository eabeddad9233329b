"""The data format: what a paper's posts, discussions and summaries may say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pelican_hotpapers.formats.field_types import A_COUNT, A_DAY, Count, Link, says


class PostRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A post about a paper. It needs `url` or `html`; the rest follows from them."""

    url: Annotated[Link | UnsetType, says("Where the post stands.", "a link")] = UNSET
    platform: Annotated[
        str | UnsetType, says("`x`, `bluesky`, `mastodon`, `hackernews`…", "a text")
    ] = UNSET
    id: Annotated[
        str | UnsetType, says("The platform's own identifier.", "a text in quotes")
    ] = UNSET
    author_name: Annotated[
        str | UnsetType, says("The name shown, plain text.", "a text")
    ] = UNSET
    author_handle: Annotated[
        str | UnsetType, says("The handle, without `@`.", "a text")
    ] = UNSET
    date: Annotated[
        dt.date | UnsetType | None, says("The day it was posted.", A_DAY)
    ] = UNSET
    lang: Annotated[
        str | UnsetType, says("Language of the text, as in HTML.", "a text")
    ] = UNSET
    dir: Annotated[
        Literal["ltr", "rtl", "auto", ""] | UnsetType,
        says("Direction of the text.", "'ltr' or 'rtl'"),
    ] = UNSET
    html: Annotated[
        str | UnsetType,
        says(
            "The post as the platform's oEmbed gives it. Sanitised when shown.",
            "a text",
        ),
    ] = UNSET


class DiscussionRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A page on which people talk about a paper."""

    url: Annotated[Link, says("The address of the page.", "a link")]
    platform: Annotated[
        str, says("`huggingface`, `hackernews`, `alphaxiv`…", "a text")
    ] = ""
    comments: Annotated[
        Count | None, says("Comments counted there, where anybody did.", A_COUNT)
    ] = None


class SummaryRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a paper is about in a few sentences that are not its abstract."""

    text: Annotated[
        Annotated[str, Meta(min_length=1)], says("The summary; may hold TeX.", "a text")
    ]
    source: Annotated[
        str,
        says(
            "Who had a machine make it: `huggingface`, or the host of a language "
            "model. One without source and model was written by hand, and is shown in "
            "the place of others in its language.",
            "a text",
        ),
    ] = ""
    model: Annotated[
        str, says("The language model that made it, where known.", "a text")
    ] = ""
    lang: Annotated[
        str, says("BCP 47 tag of the text; English where empty.", "a tag, as in de")
    ] = ""
    date: Annotated[dt.date | None, says("The day it was made.", A_DAY)] = None
    prompt: Annotated[
        str, says("A hash of the words that the model was given.", "a text")
    ] = ""
