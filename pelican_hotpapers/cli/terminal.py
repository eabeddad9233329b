"""A digest in the terminal.

What anybody wrote is printed as plain text: no character of it can move the cursor,
change a colour, or turn round what follows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jinja2 import Environment
from markupsafe import Markup
from rich.console import Console
from rich.text import Text

from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.cli.line_breaks import wrapped
from pelican_hotpapers.config import Config
from pelican_hotpapers.markup import embeds, tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import Digest, Paper, Post
from pelican_hotpapers.pelican import jinja_environment
from pelican_hotpapers.scores import shown_counts
from pelican_hotpapers.translation import ENGLISH, Translation
from pelican_hotpapers.wording import service_name

WIDEST = 88
"""Columns beyond which lines are hard to read."""
MOST_AUTHORS = 10
"""Authors of a paper that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPrinter:
    """Prints digests, as much of them as is wanted."""

    console: Console
    translation: Translation = ENGLISH
    """The words of whoever reads it."""
    papers: int = 0
    """The most papers to print; 0 for all."""
    abstracts: bool = False
    """Whether to print abstracts."""
    quotes: int = 0
    """Posts of a paper of which to print what they say."""

    def print(self, digest: Digest) -> None:
        """Print a digest."""
        self._print(Text(plain_line(tex.to_text(digest.title)), "bold"))
        self._print(Text(self._about(digest), "dim"))
        for text in coverage_texts(digest, self.translation):
            self._print(Text(plain_line(text), "dim"))
        self.print_papers(digest)

    def print_papers(self, digest: Digest) -> None:
        """Print the papers of a digest alone."""
        shown = digest.papers[: self.papers] if self.papers else digest.papers
        margin = len(str(max((paper.rank for paper in shown), default=0))) + 3
        for paper in shown:
            self._paper(paper, margin)
        rest = len(digest.papers) - len(shown)
        if rest:
            self.console.print()
            said = self.translation.ngettext(
                "And {n} more paper.", "And {n} more papers.", rest
            )
            self._print(Text(said, "dim"))

    def _about(self, digest: Digest) -> str:
        papers = len(digest.papers)
        if papers:
            about = self.translation.counted(papers, "papers")
        else:
            about = self.translation.gettext("No hot papers on this day")
        if digest.collected_at is None:
            return about
        moment = self.translation.moment(digest.collected_at)
        collected = self.translation.gettext("collected {moment}", moment=moment)
        return f"{about} · {collected}"

    def _paper(self, paper: Paper, margin: int) -> None:
        self.console.print()
        rank = Text(f"{paper.rank:>{margin - 2}}  ", "dim")
        self._print(Text(plain_line(tex.to_text(paper.title)), "bold"), margin, rank)
        for text in self._facts(paper):
            self._print(text, margin)
        for label, url in self._links(paper):
            self._link(label, url, margin)
        blocks = [plain_line(tex.to_text(paper.abstract))] if self.abstracts else []
        quoted = [post for post in paper.posts if _said(post)][: self.quotes]
        blocks += map(self._quotation, quoted)
        for block in filter(None, blocks):
            self.console.print()
            self._print(Text(block), margin)
        if others := [post for post in paper.posts if post not in quoted]:
            if any(blocks):
                self.console.print()
            names = self.translation.listed(
                list(dict.fromkeys(map(self._name, others)))
            )
            said = self.translation.gettext("Posts: {names}", names=names)
            self._print(Text(said, "dim"), margin)

    def _facts(self, paper: Paper) -> Iterator[Text]:
        if paper.authors:
            names = plain_line(
                ", ".join(map(tex.to_text, paper.authors[:MOST_AUTHORS]))
            )
            if len(paper.authors) > MOST_AUTHORS:
                names = self.translation.gettext("{names} et al.", names=names)
            yield Text(names, "dim")
        counts = " · ".join(
            self.translation.counted(number, plain_line(name.replace("_", " ")))
            for name, number in shown_counts(paper).items()
        )
        categories = plain_line(" ".join(paper.categories))
        if counts or categories:
            yield Text(" · ".join(filter(None, [counts, categories])))

    def _links(self, paper: Paper) -> Iterator[tuple[str, str]]:
        """Yield the addresses of a paper, and what each of them is."""
        links = (
            ("", paper.abs_url),
            (self.translation.gettext("code"), paper.code_url),
            (self.translation.gettext("project"), paper.project_url),
        )
        for label, link in links:
            if url := plain_line(safe_url(link)):
                yield label, url

    def _quotation(self, post: Post) -> str:
        return self.translation.gettext(
            "“{text}” — {name}", text=_said(post), name=self._name(post)
        )

    def _name(self, post: Post) -> str:
        """Name who posted, or where."""
        handle = plain_line(post.author_handle)
        name = plain_line(post.author_name)
        if name and handle:
            return f"{name} (@{handle})"
        if name or handle:
            return name or f"@{handle}"
        if not post.platform:
            return self.translation.gettext("unsigned", "a post")
        service = plain_line(service_name(post.platform))
        return self.translation.gettext("on {service}", "a post", service=service)

    def _print(self, text: Text, margin: int = 0, first: Text | None = None) -> None:
        """Print a text, wrapped, behind a margin; the first line behind a text."""
        width = max(min(self.console.width, WIDEST) - margin, 1)
        before = first or Text(" " * margin)
        for line in wrapped(text, width):
            self.console.print(Text.assemble(before, line), soft_wrap=True)
            before = Text(" " * margin)

    def _link(self, label: str, url: str, margin: int) -> None:
        """Print a link, which stays whole however narrow the terminal is."""
        before = f"{label} " if label else ""
        line = Text.assemble(" " * margin, (before, "dim"), (url, "cyan"))
        self.console.print(line, soft_wrap=True)


def coverage_texts(digest: Digest, translation: Translation = ENGLISH) -> Iterator[str]:
    """Yield what the page says at its foot of each source, without the mark-up."""
    env = Environment(autoescape=True)
    jinja_environment.install(env, Config(), translation)
    template = env.get_template("hotpapers/coverage.html")
    for record in digest.coverage:
        html = template.render(digest=replace(digest, coverage=(record,)))
        yield Markup(html).striptags()  # noqa: S704 - it goes to a terminal


def _said(post: Post) -> str:
    """Return what a post says on one line; nothing where that is not known."""
    return plain_line(embeds.body_text(post))
