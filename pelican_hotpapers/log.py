"""The plugin's lines in the build's log.

They contain keys, values and names of files that others wrote. None of these may
begin a new line, or control the terminal that shows the log.
"""

from __future__ import annotations

import logging

from pelican_hotpapers.characters import visible


def get_logger(name: str) -> logging.Logger:
    """Return the logger of a module, whose arguments are shown as one line each."""
    logger = logging.getLogger(name)
    logger.addFilter(_show_arguments)
    return logger


def _show_arguments(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(map(_shown, record.args))
    return True


def _shown(argument: object) -> object:
    is_number = isinstance(argument, int | float)
    return argument if is_number else visible(str(argument))
