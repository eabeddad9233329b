"""Digests as YAML and JSON."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import strategies as st

from pelican_hotpapers.model import Discussion, Paper, Post

PAPER = {"arxiv_id": "2104.01778", "title": "A Paper"}


def json_of(*papers, **fields):
    return json.dumps({"date": "2021-04-07", **fields, "papers": papers}, indent=2)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
counts = st.integers(0, 10**12)
moments = st.datetimes(
    dt.datetime(1991, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)
)
posts = st.builds(
    Post,
    url=st.sampled_from(
        ["https://x.com/ann/status/1", "https://example.org/", "http://a.b/c?d=[e]"]
    ),
    platform=st.sampled_from(["", "x", "mastodon"]),
    id=texts,
    author_name=texts,
    author_handle=texts,
    date=st.none() | st.dates(),
    lang=texts,
    dir=st.sampled_from(["", "ltr", "rtl", "auto"]),
    html=texts,
)
discussions = st.builds(
    Discussion,
    url=st.sampled_from(["https://example.org/", "http://a.b/c?d=[e]"]),
    platform=texts,
    comments=st.none() | counts,
)
papers = st.builds(
    Paper,
    arxiv_id=st.from_regex(r"2[0-9](0[1-9]|1[0-2])\.[0-9]{4}[1-9]", fullmatch=True),
    title=texts.filter(bool),
    rank=st.just(1),
    authors=st.lists(texts).map(tuple),
    categories=st.lists(texts).map(tuple),
    abstract=texts,
    reposts=counts,
    likes=counts,
    score=counts,
    measured_at=st.none() | moments,
    code_url=st.sampled_from(["", "https://example.org/code"]),
    signals=st.dictionaries(texts, counts, max_size=2),
    published=st.none() | st.dates(),
    updated=st.none() | st.dates(),
    comment=texts,
    journal_ref=texts,
    doi=st.sampled_from(["", "10.1000/182", "10.1000.10/a(b)<c>;d"]),
    license=st.sampled_from(["", "http://creativecommons.org/licenses/by/4.0/"]),
    organization=texts,
    keywords=st.lists(texts, max_size=2).map(tuple),
    discussions=st.lists(discussions, max_size=2).map(tuple),
    posts=st.lists(posts, max_size=2).map(tuple),
)
