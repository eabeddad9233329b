"""A newsletter to each of its readers, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.headerregistry import Address
from enum import Enum

from pelican_hotpapers.collect import now
from pelican_hotpapers.mail.message import (
    MailHeaders,
    NewsletterParts,
    as_bytes,
    in_ascii,
    is_international,
    message,
)
from pelican_hotpapers.mail.smtp import (
    DeliveryError,
    Mailer,
    UnknownDeliveryError,
)
from pelican_hotpapers.storage.mail_history import (
    MailHistory,
    SentMail,
    address_fingerprint,
)


class DeliveryState(Enum):
    """What became of a mail to one address."""

    SENT = "sent"
    SENT_BEFORE = "sent before"
    """It is not sent again."""
    MAYBE_SENT_BEFORE = "maybe sent before"
    """An earlier run was killed, or lost the connection: it is not sent again."""
    FAILED = "not sent"
    UNKNOWN = "maybe sent"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome for one address."""

    recipient: Address
    state: DeliveryState
    reason: str = ""
    """Why it was not sent, or may not have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterDelivery:
    """Sends a newsletter, and remembers to whom."""

    parts: NewsletterParts
    headers: MailHeaders
    mailer: Mailer
    history: MailHistory
    """Where it is remembered."""

    def send_all(
        self, recipients: Iterable[Address], *, again: bool
    ) -> Iterator[Delivery]:
        """Send it to each address, and yield what became of it.

        What is remembered is written before the server can take a mail, and again when
        it took it, so that a run that is killed sends none twice.

        Args:
            recipients: Whom it is to.
            again: Whether to send also what was sent before.

        Raises:
            MailServerError: The server cannot be used; nothing was sent to this address
                and those after it.
            OSError: The file that remembers cannot be read or written.
        """
        for recipient in recipients:
            name = self.parts.newsletter.name
            mail = SentMail(
                name=name,
                fingerprint=address_fingerprint(name, recipient.addr_spec),
                at=now(),
                is_sent=True,
            )
            known = self.history.find(name, mail.fingerprint)
            if known and not again:
                yield Delivery(recipient, _BEFORE[known.is_sent])
            else:
                yield self._send(recipient, mail, known)

    def _send(
        self, recipient: Address, mail: SentMail, known: SentMail | None
    ) -> Delivery:
        """Send it to one address, of which something may be known from before."""
        sender, address = self.headers.sender, in_ascii(recipient)
        international = is_international(sender, address)
        made = message(self.parts, self.headers, recipient, mail.at)
        try:
            self.mailer.send(
                as_bytes(made, is_international=international),
                sender.addr_spec,
                address.addr_spec,
                is_international=international,
                before_end=lambda: self.history.note(replace(mail, is_sent=False)),
            )
        except UnknownDeliveryError as error:
            return Delivery(recipient, DeliveryState.UNKNOWN, str(error))
        except DeliveryError as error:
            if known:
                self.history.note(known)
            else:
                self.history.forget(mail)
            return Delivery(recipient, DeliveryState.FAILED, str(error))
        self.history.note(mail)
        return Delivery(recipient, DeliveryState.SENT)


_BEFORE = {True: DeliveryState.SENT_BEFORE, False: DeliveryState.MAYBE_SENT_BEFORE}
