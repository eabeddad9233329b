"""Addresses of mails, as settings and the command line have them."""

from __future__ import annotations

import re
from email.errors import NonASCIILocalPartDefect, ObsoleteHeaderDefect
from email.headerregistry import Address
from email.policy import SMTPUTF8

_HARMLESS = (NonASCIILocalPartDefect, ObsoleteHeaderDefect)
_PART = re.compile(r"[^\s<>,;:]+")
LONGEST = 998
"""Characters of a line of a mail (RFC 5322, 2.1.1). What is longer comes as several
texts: Python takes a time for it that grows with its square."""
EXPECTED = "an address as in 'ada@example.org', or 'Ada Hirt <ada@example.org>'"


def read_addresses(text: str) -> tuple[Address, ...]:
    """Read addresses with commas between them, with names or without.

    Args:
        text: ``Ada Hirt <ada@example.org>, bo@example.org``.

    Raises:
        ValueError: Something in it is no address, or it is longer than `LONGEST`.
    """
    # A line end would begin another header.
    if not text.isprintable() or len(text) > LONGEST:
        raise ValueError(EXPECTED)
    try:
        header = SMTPUTF8.header_factory("To", text)
    except (ValueError, IndexError, RecursionError):
        # It has encoded line ends, or more than Python can read.
        raise ValueError(EXPECTED) from None
    defects = [each for each in header.defects if not isinstance(each, _HARMLESS)]
    found: tuple[Address, ...] = header.addresses
    if defects or not found or not all(map(_is_whole, found)):
        raise ValueError(EXPECTED)
    return found


def _is_whole(address: Address) -> bool:
    parts = (address.username, address.domain)
    return (
        all(_PART.fullmatch(part) for part in parts)
        and address.display_name.isprintable()
        and can_be_host(address.domain)
    )


def can_be_host(name: str) -> bool:
    """Tell whether the DNS can have a name; in brackets it is a number."""
    try:
        return bool(name) and name.encode("idna").isascii()
    except UnicodeError:
        return False
