"""``hotpapers convert``: digests from one format to another, in bulk."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.cli.site import LocalSite
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    Subcommand,
    add_files,
    complain,
    files,
)
from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.formats import SUFFIXES
from pelican_hotpapers.formats.syntax import field_path
from pelican_hotpapers.model import Digest
from pelican_hotpapers.storage.digest_files import places, write_digest
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop

_POST = "---Hot-Papers"
"""What the names of Hot Papers posts have behind the day."""


def _arguments(parser: argparse.ArgumentParser, translation: Translation) -> None:
    parser.add_argument(
        "--to",
        required=True,
        choices=SUFFIXES,
        help=translation.gettext("the format to write"),
    )
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        help=translation.gettext(
            "where the new files go; if left out, HOTPAPERS_PATH for json and yaml, "
            "PATH for md"
        ),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=translation.gettext("replace files that are there and say something else"),
    )
    add_files(parser, translation)


def _run(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> int:
    usual = site.archive.content if arguments.to == "md" else site.archive.folder
    converter = Converter(
        form=arguments.to,
        folder=arguments.out or Path(shown_path(str(usual))),
        read=site.read,
        may_replace=lambda _: arguments.force,
    )
    written = there = refused = 0
    sources = filter(converter.takes, files(arguments.files, site, translation))
    for converted in converter.convert(sources):
        for fault in converted.faults:
            complain(str(fault))
        refused += converted.target is None
        written += converted.is_new
        there += converted.target is not None and not converted.is_new
    said = [
        translation.ngettext(
            "{n} file written to {folder}",
            "{n} files written to {folder}",
            written,
            folder=plain_line(str(converter.folder)),
        )
    ]
    if there:
        said.append(
            translation.ngettext("{n} there already", "{n} there already", there)
        )
    if refused:
        said.append(translation.ngettext("{n} refused", "{n} refused", refused))
    print(translation.listed(said))
    if written and not arguments.out:
        print(
            translation.gettext(
                "The old files are still there. Of two for one day, keep one."
            )
        )
    return FAILED if refused else DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The outcome for one file."""

    target: Path | None = None
    """The file it was written to, or that was there already; None when refused."""
    is_new: bool = False
    """Whether the target was written, and not there before byte for byte."""
    faults: tuple[Fault, ...] = ()
    """Why it was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """Writes digests in one format into one folder, and leaves their sources alone."""

    form: str
    """A name among `SUFFIXES`."""
    folder: Path
    read: Callable[[Path], Digest]
    """Reads a file as the site does; raises DigestError and OSError."""
    may_replace: Callable[[Path], bool]
    """Tells whether another file at the target's place may go."""

    def takes(self, source: Path) -> bool:
        """Tell whether a file is of another format than this one."""
        return source.suffix not in SUFFIXES[self.form]

    def convert(self, sources: Iterable[Path]) -> Iterator[Converted]:
        """Convert files, and yield what became of each.

        What is written is read back and compared before it is put in place.
        """
        done: dict[Path, Path] = {}
        for source in sources:
            try:
                digest = self.read(source)
                target = self.folder / self._name(digest)
                _refuse_second(source, target, done)
                is_new = self._write(digest, source, target)
            except DigestError as error:
                yield Converted(faults=error.faults)
            except OSError as error:
                found = f"{error.strerror}: {error.filename}"
                expected = "files to read and to write"
                fault = Fault(path=str(source), found=found, expected=expected)
                yield Converted(faults=(fault,))
            else:
                done[target] = source
                yield Converted(target=target, is_new=is_new)

    def _name(self, digest: Digest) -> str:
        kind = _POST if self.form == "md" else ""
        return f"{digest.date.isoformat()}{kind}{SUFFIXES[self.form][0]}"

    def _write(self, digest: Digest, source: Path, target: Path) -> bool:
        """Return whether the target is new; False where it was there, byte for byte."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=self.folder) as folder:
            written = Path(folder, target.name)
            self._write_and_compare(digest, source, written)
            if target.exists():
                if target.is_file() and target.read_bytes() == written.read_bytes():
                    return False
                if not self.may_replace(target):
                    raise DigestError([_other_file(source, target)])
            written.replace(target)
        return True

    def _write_and_compare(self, digest: Digest, source: Path, written: Path) -> None:
        try:
            write_digest(digest, written)
            back = self.read(written)
        except DigestError as error:
            raise DigestError(_in_source(error.faults, source)) from error
        if back != digest:
            raise DigestError(_in_source(self._losses(digest, back), source))

    def _losses(self, digest: Digest, back: Digest) -> Iterator[Fault]:
        for field in fields(Digest):
            name = field.name
            if field.compare and getattr(digest, name) != getattr(back, name):
                yield Fault(
                    path="",
                    field=name,
                    found="what would not read the same",
                    expected=f"what {self.form} can hold",
                )


def _in_source(faults: Iterable[Fault], source: Path) -> Iterator[Fault]:
    """Yield faults of what was to be written at their places in what was read."""
    place = places(source.read_bytes(), str(source))
    for fault in faults:
        line, column = place(field_path(fault.field))
        yield replace(fault, path=str(source), line=line, column=column)


def _refuse_second(source: Path, target: Path, done: dict[Path, Path]) -> None:
    if target in done:
        fault = Fault(
            path=str(source),
            field="date",
            found=f"the same day as in {done[target]}, which is {target} now",
            expected="one file a day",
            hint="Convert it into another folder, with --out",
        )
        raise DigestError([fault])


def _other_file(source: Path, target: Path) -> Fault:
    return Fault(
        path=str(source),
        found=f"another digest in {target}",
        expected="no file there, or the same",
        hint="Look at both, and give --force if that one may be replaced",
    )


CONVERT = Subcommand(
    name="convert",
    help=gettext_noop("turn digests into JSON, YAML or Hot Papers posts"),
    about=(
        gettext_noop(
            "Each new file is read back and compared before it is put in its place. "
            "What a format cannot hold is refused for that file and told; so is a file "
            "with faults. The old files stay, and a file that is there already is only "
            "replaced with --force."
        ),
    ),
    examples=(
        ("hotpapers convert --to json", gettext_noop("a whole old blog, into data")),
        (
            "hotpapers convert --to yaml --out drafts old.json",
            gettext_noop("one day, to work on by hand"),
        ),
        ("hotpapers convert --to md --out posts content/hotpapers", ""),
    ),
    arguments=_arguments,
    run=_run,
)
