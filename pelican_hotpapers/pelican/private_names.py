"""The private names of Pelican's, Jinja's and Rich's that the plugin uses, all here.

Pelican has its from 4.10, the oldest version that the plugin runs with, to 4.12. The
tests build whole sites, and fail where a later version has not:

- ``Content._content``, the HTML of an article before Pelican resolves its links, which
  other plugins read and set as well. Without it a digest's page is empty.
- ``Content._update_content``, which resolves links. Without it a digest's own search
  for links is not used, which only costs time.
- ``Content._context``, by which content finds the build and what its links lead to.
  Without it a digest cannot be rendered, and the build ends with an AttributeError.
- ``Content.get_summary.cache``, in which Pelican holds on to each article for ever, and
  by it to its build. Without it each build under ``--autoreload`` takes memory.
- ``Writer._open_w``, which opens each file of a page. Without it pages of ours are
  opened for writing also where they come out as they are.
- ``Writer._overridden_files``, the paths of what no other file may replace.
- ``Writer._written_files``, the paths of what has been written. Without it the plugin
  does not see what other plugins write, and Pelican ends a build in which both write
  one file.

Jinja has these from 2.11 on:

- ``CodeGenerator._output_child_pre`` and ``_output_child_post``, which its own
  `NativeCodeGenerator` overrides. Without them templates give the same, later.

Rich, which writes Pelican's log, has this:

- ``live`` of the thread that turns a spinner. Without it, all pages are made by one
  process.
"""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from threading import Thread
from typing import IO, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from pelican.contents import Content
from pelican.utils import sanitised_join
from pelican.writers import Writer
from rich.live import Live

_LINKS = {"{": ('"{', "'{"), "|": ('"|', "'|")}
"""How the value of an attribute begins that Pelican is to resolve, by the sign that is
in it: one character is found in a tenth of the time of two."""


class LateContent(Content):
    """Content whose HTML is not there from the beginning, but made when asked for."""

    @abstractmethod
    def _html(self, put: str) -> str:
        """Return the HTML, in which links are still to be resolved.

        Args:
            put: What another plugin put in its place; empty where none did.
        """

    @abstractmethod
    def _note_put(self, put: str) -> None:
        """Take note that a plugin puts this in the place of the HTML."""

    @property
    def _content(self) -> str:
        return self._html(html_put_into(self))

    @_content.setter
    def _content(self, put: str) -> None:
        vars(self)["_content"] = put
        self._note_put(put)

    def get_content(self, siteurl: str) -> str:
        """Return the HTML with its links resolved.

        Pelican's own method keeps the first answer for ever.
        """
        if hasattr(self, "_get_content"):  # where other plugins put a method of theirs
            return self._update_content(self._get_content(), siteurl)
        return self._update_content(self._content, siteurl)

    def _update_content(self, content: str, siteurl: str) -> str:
        """Resolve links, where there can be any: the search costs as much as a page."""
        if not has_links(content):
            return content
        resolved: str = super()._update_content(content, siteurl)
        return resolved

    def __getstate__(self) -> dict[str, Any]:
        """Return what Pelican's cache keeps: not the whole run."""
        return {name: vars(self)[name] for name in vars(self) if name != "_context"}


def has_links(html: str) -> bool:
    """Tell whether there can be links that Pelican resolves."""
    return any(
        sign in html and any(begin in html for begin in beginnings)
        for sign, beginnings in _LINKS.items()
    )


def html_of(content: Content) -> str:
    """Return the HTML of an article or a page before its links are resolved."""
    html: str = content._content
    return html


def put_html(content: Content, html: str) -> None:
    """Put something else in the place of that HTML."""
    content._content = html


def html_put_into(content: LateContent) -> str:
    """Return what another plugin put in the place of the HTML, or nothing."""
    put: str = vars(content)["_content"]
    return put


def context_of(content: Content) -> dict[str, Any]:
    """Return what Pelican's generators share in one run."""
    context: dict[str, Any] = content._context
    return context


def set_context(content: Content, context: dict[str, Any]) -> None:
    """Make content a part of a run; what comes from Pelican's cache is of none."""
    content._context = context


def forget_contents() -> None:
    """Have Pelican let go of all articles and pages; it remembers what each gave."""
    for name in ("get_content", "get_summary"):
        known = getattr(vars(Content).get(name), "cache", None)
        if isinstance(known, dict):
            known.clear()


class ObservedWriter(Writer):
    """Pelican's writer, of which some files are written by somebody else."""

    def observe(self, path: str, *, replaces: bool) -> bool:
        """Take note that a file is written, unless one of this path was before.

        Args:
            path: The path, absolute.
            replaces: Whether it may replace another's file, or be replaced by none.
        """
        if path in self._written_files:
            return False
        self._written_files.add(path)
        if replaces:
            self._overridden_files.add(path)
        return True

    def opened(self, path: str) -> IO[str] | None:
        """Return what a text is written to, or None for a file of Pelican's own."""
        raise NotImplementedError

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> IO[str]:
        file = self.opened(filename)
        if file is not None and self.observe(filename, replaces=override):
            return file
        found: IO[str]
        found = super()._open_w(filename, encoding, override)  # type: ignore[no-untyped-call]
        return found


def written_files(writer: Writer) -> Iterator[str]:
    """Yield what has been written, by its path relative to the output, with slashes."""
    output = f"{sanitised_join(writer.output_path)}/"
    for path in getattr(writer, "_written_files", ()):
        yield path.removeprefix(output)


def running_spinners() -> Sequence[tuple[Thread, Live]]:
    """Return what turns in the terminal while the command ``pelican`` builds a site."""
    return [
        (thread, live)
        for thread in threading.enumerate()
        if isinstance(live := getattr(thread, "live", None), Live)
    ]


class TemplateCompiler(CodeGenerator):
    """Jinja's compiler, whose code does less to what is printed.

    A template prints `Markup` as it is. Our filters give it, and Jinja hands every
    value that is printed to ``escape``, which makes the same `Markup` of it again. That
    takes longer than many of our filters do, and the page of a paper prints a hundred
    values.

    What a template includes is printed as one text. Jinja hands on each part of it, one
    by one, through all the templates and blocks around.
    """

    def _output_child_pre(
        self,
        node: nodes.Expr,
        frame: Frame,
        finalize: Any,  # noqa: ANN401 - private in Jinja
    ) -> None:
        if _is_escaped(frame, finalize):
            self.write("(printed if type(printed := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self,
        node: nodes.Expr,
        frame: Frame,
        finalize: Any,  # noqa: ANN401
    ) -> None:
        if _is_escaped(frame, finalize):
            self.write(") is Markup else escape(printed))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Print what is included, as one text."""
        if frame.buffer is not None:
            super().visit_Include(node, frame)
            return
        within = frame.copy()
        self.buffer(within)
        super().visit_Include(node, within)
        self.simple_write(f"concat({within.buffer})", frame)


def _is_escaped(frame: Frame, finalize: Any) -> bool:  # noqa: ANN401
    """Tell whether all that is done to what is printed is to escape it."""
    options = frame.eval_ctx
    return bool(options.autoescape and not options.volatile) and finalize.src is None
