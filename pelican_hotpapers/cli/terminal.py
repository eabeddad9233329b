"""A digest in the terminal.

What anybody wrote is printed as plain text: no character of it can move the cursor,
change a colour, or turn round what follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jinja2 import Environment
from markupsafe import Markup
from rich.console import Console
from rich.text import Text

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.config import Config
from pelican_hotpapers.markup import embeds, tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import Digest, Paper, Post
from pelican_hotpapers.pelican import jinja_environment
from pelican_hotpapers.wording import counted, service_name

WIDEST = 88
"""Columns beyond which lines are hard to read."""
MOST_AUTHORS = 10
"""Authors of a paper that are named."""


def plain(text: str) -> str:
    """Return a text from outside as one line that does nothing to a terminal."""
    return " ".join(without_controls(text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPrinter:
    """Prints digests, as much of them as is wanted."""

    console: Console
    papers: int = 0
    """The most papers to print; 0 for all."""
    abstracts: bool = False
    """Whether to print abstracts."""
    quotes: int = 0
    """Posts of a paper of which to print what they say."""

    def print(self, digest: Digest) -> None:
        """Print a digest."""
        self._print(Text(plain(tex.to_text(digest.title)), "bold"))
        self._print(Text(_about(digest), "dim"))
        for text in coverage_texts(digest):
            self._print(Text(plain(text), "dim"))
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
            self._print(Text(f"and {counted(rest, 'more papers')}.", "dim"))

    def _paper(self, paper: Paper, margin: int) -> None:
        self.console.print()
        rank = Text(f"{paper.rank:>{margin - 2}}  ", "dim")
        self._print(Text(plain(tex.to_text(paper.title)), "bold"), margin, rank)
        for text in _facts(paper):
            self._print(text, margin)
        for label, url in _links(paper):
            self._link(label, url, margin)
        blocks = [plain(tex.to_text(paper.abstract))] if self.abstracts else []
        quoted = [post for post in paper.posts if _said(post)][: self.quotes]
        blocks += [f"“{_said(post)}” — {_name(post)}" for post in quoted]
        for block in filter(None, blocks):
            self.console.print()
            self._print(Text(block), margin)
        if others := [post for post in paper.posts if post not in quoted]:
            if any(blocks):
                self.console.print()
            self._print(Text(f"Posts: {_names(others)}", "dim"), margin)

    def _print(self, text: Text, margin: int = 0, first: Text | None = None) -> None:
        """Print a text, wrapped, behind a margin; the first line behind a text."""
        width = max(min(self.console.width, WIDEST) - margin, 1)
        before = first or Text(" " * margin)
        for line in text.wrap(self.console, width):
            line.rstrip()
            self.console.print(Text.assemble(before, line), soft_wrap=True)
            before = Text(" " * margin)

    def _link(self, label: str, url: str, margin: int) -> None:
        """Print a link, which stays whole however narrow the terminal is."""
        line = Text.assemble(" " * margin, (label, "dim"), (url, "cyan"))
        self.console.print(line, soft_wrap=True)


def coverage_texts(digest: Digest) -> Iterator[str]:
    """Yield what the page says at its foot of each source, without the mark-up."""
    env = Environment(autoescape=True)
    jinja_environment.install(env, Config())
    template = env.get_template("hotpapers/coverage.html")
    for line in digest.coverage:
        html = template.render(digest=replace(digest, coverage=(line,)))
        yield Markup(html).striptags()  # noqa: S704 - it goes to a terminal


def _about(digest: Digest) -> str:
    papers = "No hot papers on this day"
    if digest.papers:
        papers = counted(len(digest.papers), "papers")
    if digest.collected_at is None:
        return papers
    return f"{papers} · collected {digest.collected_at:%Y-%m-%d %H:%M %Z}"


def _facts(paper: Paper) -> Iterator[Text]:
    if paper.authors:
        names = ", ".join(map(tex.to_text, paper.authors[:MOST_AUTHORS]))
        more = " et al." if len(paper.authors) > MOST_AUTHORS else ""
        yield Text(plain(names) + more, "dim")
    counts = " · ".join(_counts(paper))
    categories = plain(" ".join(paper.categories))
    if counts or categories:
        yield Text(" · ".join(filter(None, [counts, categories])))


def _counts(paper: Paper) -> Iterator[str]:
    if paper.reposts or paper.likes or (paper.measured_at and not paper.signals):
        yield counted(paper.reposts, "reposts")
        yield counted(paper.likes, "likes")
    for name, number in paper.signals.items():
        yield counted(number, plain(name.replace("_", " ")))


def _links(paper: Paper) -> Iterator[tuple[str, str]]:
    links = {"": paper.abs_url, "code ": paper.code_url, "project ": paper.project_url}
    for label, link in links.items():
        if url := plain(safe_url(link)):
            yield label, url


def _said(post: Post) -> str:
    """Return what a post says on one line; nothing where that is not known."""
    return plain(embeds.body_text(post))


def _names(posts: Sequence[Post]) -> str:
    """Name who posted, each once."""
    return ", ".join(dict.fromkeys(map(_name, posts)))


def _name(post: Post) -> str:
    handle = plain(post.author_handle)
    name = plain(post.author_name)
    if name and handle:
        return f"{name} (@{handle})"
    return name or (f"@{handle}" if handle else _place(post))


def _place(post: Post) -> str:
    return f"on {plain(service_name(post.platform))}" if post.platform else "unsigned"
