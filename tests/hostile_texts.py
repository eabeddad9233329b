"""Texts made of one piece over and over, and all that may hold such a text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pelican_hotpapers.http.response import Response
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper, Post

DAY = dt.date(2021, 4, 6)
PIECES = (
    *("a", "A", "1", " ", "\t", "\n", "\r\n", "a ", "Ab ", "a.", "a,", "a-", "é", "√§"),
    *("$", "$x", "$(x", "$(", "\\(", "\\left(", "\\langle ", "{", "}", "{$", "\\", "~"),
    *("\\emph{", "\\'", "\\'{ ", "`", "''", "--", "^", "_", "&", "&amp;", "&#", "%"),
    *(
        "[",
        "[a](",
        "![[",
        "(",
        ")",
        "]",
        "http://a)",
        "https://a.b/c ",
        "@a ",
        "#",
        "*",
    ),
    *("<", "<a ", "<b>", "</p>", "<!--", "<![CDATA[", "<script>", "<blockquote><p>"),
    *("# 1. a\n", "- a\n", "1. ", "> ", "a: b\n", "a: [\n", "[a]\n", "a=1\n", "'", '"'),
    *("a.b.", "{{<", "{{% a ", "{%", "2104.00001 ", "a/b/", "../", "\ud800", "\u202e"),
)
"""What stands in a text over and over."""


class Hostile:
    """Makes an argument out of a text, by the type that a function wants."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def post(self) -> Post:
        return Post(
            url="https://x.com/a/status/1",
            platform=self.text,
            author_name=self.text,
            author_handle=self.text,
            lang=self.text,
            html=f'<blockquote class="twitter-tweet"><p>{self.text}</p></blockquote>',
        )

    @property
    def paper(self) -> Paper:
        return Paper(
            arxiv_id="2104.00001",
            rank=1,
            title=self.text,
            authors=(self.text, "Ada One"),
            categories=(self.text, "cs.LG"),
            abstract=self.text,
            posts=(self.post,),
            signals={self.text: 3},
            comment=f"Accepted at {self.text}",
            journal_ref=self.text,
            doi=self.text,
            license=self.text,
            organization=self.text,
            keywords=(self.text, self.text),
            discussions=(Discussion(url=self.text, platform=self.text, comments=3),),
        )

    @property
    def digest(self) -> Digest:
        coverage = Coverage(source=self.text, counted_by=(self.text,))
        return Digest(
            date=DAY,
            title=self.text,
            slug="a",
            papers=(self.paper,),
            coverage=(coverage,),
            extra={"description": self.text, "tags": [self.text]},
        )

    @property
    def response(self) -> Response:
        body = self.text.encode(errors="replace")
        headers = {"Content-Type": f"text/html; charset={self.text}"}
        return Response("https://example.org/", 200, headers, body)

    def by_type(self) -> dict[str, Any]:
        return {
            "str": self.text,
            "object": self.text,
            "bytes": self.text.encode(errors="replace"),
            "Iterable[str]": [self.text],
            "Post": self.post,
            "Paper": self.paper,
            "Iterable[Paper]": [self.paper],
            "Digest": self.digest,
            "Iterable[Digest]": [self.digest],
            "Response": self.response,
            "bool": False,
            "int": 1,
        }
