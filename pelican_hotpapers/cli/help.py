"""What the command understands, and its help, in the words of whoever asks for it.

What is wrong with the arguments is told in English, by `argparse`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from importlib.metadata import version

from pelican_hotpapers.cli.line_breaks import wrapped_text
from pelican_hotpapers.cli.site import SETTINGS_FILE
from pelican_hotpapers.cli.subcommand import Subcommand
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop

_EXAMPLES = (
    ("hotpapers collect", gettext_noop("bring the days that are missing")),
    ("hotpapers status", gettext_noop("is a day missing, does a source fail?")),
    ("hotpapers check", gettext_noop("is every digest of this site sound?")),
    ("hotpapers show latest", gettext_noop("read the newest one here")),
    (
        "hotpapers convert --to json",
        gettext_noop("turn an old blog's posts into data"),
    ),
)


def parser_of(
    commands: Sequence[Subcommand], translation: Translation
) -> argparse.ArgumentParser:
    """Return what understands the command's arguments.

    Args:
        commands: Its subcommands, in the order of the help.
        translation: The words of whoever asks for help.
    """
    more = translation.gettext(
        '"hotpapers COMMAND --help" tells more. Run it where the site\'s '
        "pelicanconf.py is, or name that file with -s. The exit status is 0 when all "
        "is well, 1 when something is wrong with the digests or could not be "
        "collected, 2 when it was not called as it can be."
    )
    parser = argparse.ArgumentParser(
        prog="hotpapers",
        description=translation.gettext(
            "Daily digests of hot papers, from the command line."
        ),
        epilog="\n\n".join([_examples(_EXAMPLES, translation), more]),
        formatter_class=partial(_HelpFormatter, translation=translation),
        add_help=False,
    )
    _add_help(parser, translation)
    parser.add_argument(
        "--version",
        action="version",
        version=version("pelican-hotpapers"),
        help=translation.gettext("print the version"),
    )
    parser.set_defaults(command=None)
    added = parser.add_subparsers(
        title=translation.gettext("commands"), metavar="COMMAND"
    )
    for command in commands:
        _add_command(added, command, translation)
    return parser


def _add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    command: Subcommand,
    translation: Translation,
) -> None:
    does = translation.gettext(command.help)
    about = map(translation.gettext, command.about)
    parser = commands.add_parser(
        command.name,
        help=does,
        description=f"{does[:1].upper()}{does[1:]}",
        epilog="\n\n".join([*about, _examples(command.examples, translation)]),
        formatter_class=partial(_HelpFormatter, translation=translation),
        add_help=False,
    )
    _add_help(parser, translation)
    parser.add_argument(
        "-s",
        "--settings",
        metavar="FILE",
        help=translation.gettext(
            "the site's settings; if left out, {file} in the current folder",
            file=SETTINGS_FILE,
        ),
    )
    command.arguments(parser, translation)
    parser.set_defaults(command=command, parser=parser)


def _add_help(parser: argparse.ArgumentParser, translation: Translation) -> None:
    """Add what `argparse` has in English of its own: ``--help``, and its headings."""
    parser._optionals.title = translation.gettext("options")
    parser._positionals.title = translation.gettext("arguments")
    parser.add_argument(
        "-h", "--help", action="help", help=translation.gettext("print this help")
    )


def _examples(examples: Sequence[tuple[str, str]], translation: Translation) -> str:
    """Return examples, a line each, with what they do beside them."""
    width = max((len(call) for call, does in examples if does), default=0)
    lines = (
        f"  {call:<{width}}  {translation.gettext(does)}".rstrip()
        for call, does in examples
    )
    return "\n".join([translation.gettext("examples:"), *lines])


class _HelpFormatter(argparse.HelpFormatter):
    """Folds lines by the columns they take, and leaves those of examples alone."""

    def __init__(self, prog: str, *, translation: Translation) -> None:
        super().__init__(prog)
        self._usage = translation.gettext("usage:")

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add how to call it, behind a word of the translation."""
        own = f"{self._usage} " if prefix is None else prefix
        super().add_usage(usage, actions, groups, own)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped_text(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (
            [line] if line.startswith("  ") else wrapped_text(line, width)
            for line in text.split("\n")
        )
        return "\n".join(f"{indent}{part}" for each in lines for part in each)
