"""A newsletter as a message to one address, as RFC 5322 and MIME have it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pelican_hotpapers.characters import cut, plain_line
from pelican_hotpapers.mail.newsletter import Newsletter
from pelican_hotpapers.storage.mail_history import address_fingerprint

LONGEST_SUBJECT = 150
"""Characters of a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHeaders:
    """What is the same in all messages of a site."""

    sender: Address
    host: str
    """Where the site is, or the host of the sender: what identifiers end with."""
    list_name: str = ""
    """What the list is called; plain text."""
    unsubscribe: str = ""
    """Where readers leave the list: ``mailto:…`` or ``https://…``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterParts:
    """What is read of a newsletter, in both forms."""

    newsletter: Newsletter
    text: str
    html: str


def message(
    parts: NewsletterParts,
    headers: MailHeaders,
    recipient: Address | None,
    now: dt.datetime,
) -> EmailMessage:
    """Return a message, which has the same identifier whenever it is made.

    Args:
        parts: Its text and its HTML.
        headers: Of all messages.
        recipient: Whom it is to; None for a draft to nobody.
        now: When it is made; aware.
    """
    newsletter = parts.newsletter
    found = EmailMessage(policy=SMTP)
    found["From"] = headers.sender
    if recipient:
        found["To"] = in_ascii(recipient)
    else:
        found["X-Unsent"] = "1"  # Outlook opens it to be sent
    # A line end would end a header.
    found["Subject"] = cut(plain_line(newsletter.subject), LONGEST_SUBJECT)
    found["Date"] = format_datetime(now)
    host = headers.host.encode("idna").decode()
    found["Message-ID"] = message_id(newsletter, host, recipient)
    found["Auto-Submitted"] = "auto-generated"
    if headers.unsubscribe:
        unquoted = headers.list_name.replace('"', "").replace("\\", "")
        name = cut(plain_line(unquoted), 60)
        found["List-Id"] = f'"{name}" <hotpapers.{host}>'
        found["List-Unsubscribe"] = f"<{headers.unsubscribe}>"
    # Quoted-printable keeps lines short, whatever is in them.
    found.set_content(parts.text, cte="quoted-printable")
    found.add_alternative(parts.html, subtype="html", cte="quoted-printable")
    return found


def message_id(newsletter: Newsletter, host: str, recipient: Address | None) -> str:
    """Return the identifier of the message to an address."""
    address = recipient.addr_spec if recipient else ""
    fingerprint = address_fingerprint(newsletter.name, address)
    return f"<{newsletter.digest.date}.{fingerprint}@{host}>"


def as_bytes(made: EmailMessage, *, is_international: bool) -> bytes:
    """Return a message as it is sent.

    Args:
        made: The message.
        is_international: Whether an address in it has letters that are not in ASCII,
            before its ``@``; then headers are UTF-8, as RFC 6532 has it.
    """
    return made.as_bytes(policy=SMTP.clone(utf8=is_international))


def is_international(*addresses: Address | None) -> bool:
    """Tell whether one of some addresses needs a server that takes UTF-8."""
    return any(each and not each.username.isascii() for each in addresses)


def in_ascii(address: Address) -> Address:
    """Return an address with its host as the DNS has it: ``xn--mller-kva.example``."""
    if not address.username.isascii():
        return address
    host = address.domain.encode("idna").decode()
    return Address(address.display_name, address.username, host)
