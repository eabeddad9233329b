"""Which digests were mailed to whom, so that none is mailed twice.

A text file beside the digests, a line each with tabs between the fields:

    2026-11-27	5f0c9a…	2026-11-28T02:37:00Z	sent

These are what was mailed; a fingerprint of the address; when; and ``sent``, or
``unknown`` while a server has the mail and has not said that it took it. A run that is
killed then leaves that word, and nobody can tell whether the mail arrives.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pelican_hotpapers.model import in_utc
from pelican_hotpapers.storage.digest_files import read_lines, replace_file

MAIL_HISTORY = "mail-history.txt"
"""The file, in the archive's folder; there is none where nothing was mailed."""
MOST_MAILS = 10_000
"""Mails that are remembered; the oldest go first."""

_HEAD = (
    "# Which digests were mailed, so that none is mailed twice. Addresses are hashed.\n"
    "# Written by `hotpapers mail`.\n"
)
_ROUNDS = 100_000
"""They make it slow to look for the address of a fingerprint among many."""
_DIGITS = 16
_SENT, _UNKNOWN = "sent", "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail to one address."""

    name: str
    """What was mailed: ``2026-11-27``, ``2026-w48 topic-agents``."""
    fingerprint: str
    """Of the address, and unlike that of any other mail to it."""
    at: dt.datetime
    """When; aware."""
    is_sent: bool
    """Whether a server took it. If not, that is not known."""

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by."""
        return self.name, self.fingerprint


Mails = Mapping[tuple[str, str], SentMail]


@lru_cache(maxsize=1000)  # a mail's identifier has it as well
def address_fingerprint(name: str, address: str) -> str:
    """Return a hash of an address, other for each mail.

    Args:
        name: What is mailed.
        address: The address, without the name of its owner.
    """
    found = hashlib.pbkdf2_hmac(
        "sha256", address.casefold().encode(), name.encode(), _ROUNDS
    )
    return found.hex()[:_DIGITS]


@dataclass(frozen=True, slots=True)
class MailHistory:
    """What was mailed, as far as it is remembered in an archive.

    Every method raises OSError where the file cannot be read or written.
    """

    folder: Path
    """The archive's."""

    def find(self, name: str, fingerprint: str) -> SentMail | None:
        """Return what is known of a mail to an address."""
        return self._read().get((name, fingerprint))

    def note(self, mail: SentMail) -> None:
        """Remember a mail, in the place of what was known of it."""
        self._write({**self._read(), mail.key: mail})

    def forget(self, mail: SentMail) -> None:
        """Remember no longer that a mail was sent, or may have been."""
        mails = dict(self._read())
        if mails.pop(mail.key, None):
            self._write(mails)

    def _read(self) -> Mails:
        """Return all; a line that a hand or a merge has spoilt is passed over."""
        found = map(_mail, read_lines(self.folder / MAIL_HISTORY))
        return {mail.key: mail for mail in found if mail}

    def _write(self, mails: Mails) -> None:
        lines = [_line(mail) for mail in mails.values()][-MOST_MAILS:]
        replace_file(self.folder / MAIL_HISTORY, "".join([_HEAD, *lines]).encode())


def _mail(line: str) -> SentMail | None:
    try:
        name, fingerprint, at, state = line.split("\t")
        return SentMail(
            name=name,
            fingerprint=fingerprint,
            at=dt.datetime.fromisoformat(at),
            is_sent=state == _SENT,
        )
    except ValueError:
        return None


def _line(mail: SentMail) -> str:
    state = _SENT if mail.is_sent else _UNKNOWN
    return f"{mail.name}\t{mail.fingerprint}\t{in_utc(mail.at)}\t{state}\n"
