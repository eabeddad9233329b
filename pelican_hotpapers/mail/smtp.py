"""Messages to a mail server, each to one address, over TLS."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal

from pelican_hotpapers.errors import one_line

Security = Literal["tls", "starttls", "none"]
PORTS: dict[Security, int] = {"tls": 465, "starttls": 587, "none": 25}
"""The ports of submission: RFC 8314, RFC 6409, RFC 5321."""
GREETING = "[127.0.0.1]"
"""What the client calls itself: to ask for its name may take long, and tells it."""
TIMEOUT = 60
"""Seconds without a sign of the server's."""
LAST_TIMEOUT = 600
"""Seconds until it says that it took a mail; RFC 5321, 4.5.3.2.6."""
_OK, _FORWARDED, _GO_ON, _CLOSING = 250, 251, 354, 421


class MailServerError(Exception):
    """The server cannot be used, so no mail can be sent; says why."""


class DeliveryError(Exception):
    """The server did not take a mail; says why. The next one may fare better."""


class UnknownDeliveryError(DeliveryError):
    """The server has the mail, and it is not known whether it took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are sent by."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    """Empty where the server asks for none."""

    def connect(self) -> smtplib.SMTP:
        """Return an open connection, over TLS unless told otherwise, logged in.

        Raises:
            MailServerError: There is none to be had.
        """
        where = f"{self.host}:{self.port}"
        try:
            smtp = self._open()
            try:
                self._begin(smtp)
            except BaseException:
                smtp.close()
                raise
        except smtplib.SMTPNotSupportedError as error:
            lacking = "login" if self.password and "AUTH" in str(error) else "STARTTLS"
            raise MailServerError(f"{where} offers no {lacking}") from error
        except smtplib.SMTPAuthenticationError as error:
            raise MailServerError(
                f"{where} refused the login of {self.user}: {_reply(error)}"
            ) from error
        except smtplib.SMTPResponseException as error:
            raise MailServerError(f"{where} answered: {_reply(error)}") from error
        except ssl.SSLCertVerificationError as error:
            raise MailServerError(
                f"{where} has no certificate for its name: {error.verify_message}"
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailServerError(f"{where}: {_reason(error)}") from error
        return smtp

    def _open(self) -> smtplib.SMTP:
        if self.security != "tls":
            return smtplib.SMTP(self.host, self.port, GREETING, timeout=TIMEOUT)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            self.host, self.port, GREETING, timeout=TIMEOUT, context=context
        )

    def _begin(self, smtp: smtplib.SMTP) -> None:
        """Make a connection private, and log in."""
        if self.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self.password:
            smtp.login(self.user, self.password)


class Mailer:
    """Sends messages over one connection, and over another where that was lost."""

    def __init__(self, server: MailServer) -> None:
        """Take the server, which is asked when there is something to send."""
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take leave of the server."""
        if self._smtp:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._drop()

    def send(
        self,
        raw: bytes,
        sender: str,
        recipient: str,
        *,
        is_international: bool,
        before_end: Callable[[], None],
    ) -> None:
        """Send a message to one address.

        Args:
            raw: The message, whose lines end in CRLF.
            sender: Where it is sent back to if it cannot be delivered.
            recipient: Whom it is to.
            is_international: Whether an address is not in ASCII.
            before_end: Called when all but the message's end is sent: until then no
                server takes it, and from then on one may have taken it.

        Raises:
            MailServerError: The server cannot be used at all.
            UnknownDeliveryError: It is not known whether the server took the message.
            DeliveryError: It did not.
        """
        smtp = self._connected()
        try:
            self._begin(smtp, raw, sender, recipient, is_international)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise DeliveryError(_masked(_reason(error), recipient)) from error
        try:
            before_end()
        except BaseException:
            self._drop()  # without an end it is no mail
            raise
        self._expect((_OK,), self._end(smtp, recipient), recipient)

    def _connected(self) -> smtplib.SMTP:
        """Return the connection, or another where the server has ended it by now."""
        if self._smtp:
            try:
                self._smtp.noop()
            except (smtplib.SMTPException, OSError):
                self._drop()
        self._smtp = self._smtp or self._server.connect()
        return self._smtp

    def _begin(
        self,
        smtp: smtplib.SMTP,
        raw: bytes,
        sender: str,
        recipient: str,
        is_international: bool,
    ) -> None:
        """Send all of a message but its end."""
        smtp.ehlo_or_helo_if_needed()
        options = []
        if is_international:
            if not smtp.has_extn("smtputf8"):
                raise DeliveryError("the server takes no address beyond ASCII")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        if smtp.has_extn("size"):
            options.append(f"SIZE={len(raw)}")
        self._expect((_OK,), smtp.mail(sender, options), recipient)
        self._expect((_OK, _FORWARDED), smtp.rcpt(recipient), recipient)
        self._expect((_GO_ON,), smtp.docmd("DATA"), recipient)
        smtp.send((b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:])

    def _end(self, smtp: smtplib.SMTP, recipient: str) -> tuple[int, bytes]:
        """Send the end of a message, and return what the server says to it."""
        try:
            if smtp.sock:
                smtp.sock.settimeout(LAST_TIMEOUT)
            smtp.send(b".\r\n")
            answer = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(TIMEOUT)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise UnknownDeliveryError(_masked(_reason(error), recipient)) from error
        return answer

    def _expect(
        self, codes: tuple[int, ...], answer: tuple[int, bytes], recipient: str
    ) -> None:
        """Go on after one of these answers, and make ready for the next mail if not."""
        code, reply = answer
        if code in codes:
            return
        if self._smtp and code != _CLOSING:
            try:
                self._smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()
        else:
            self._drop()
        said = one_line(reply.decode("utf-8", "replace"))
        raise DeliveryError(_masked(f"{code} {said}", recipient))

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
            self._smtp = None


def shown_address(address: str) -> str:
    """Return an address as logs show it, which others may read: ``a…@example.org``."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


def _masked(said: str, address: str) -> str:
    """Return what a server said without the address it was said of."""
    shown = shown_address(address)
    return re.sub(re.escape(address), lambda _: shown, said, flags=re.IGNORECASE)


def _reply(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{error.smtp_code} {one_line(text)}"


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError):
        return "the connection was lost"
    said = error.strerror if isinstance(error, OSError) else None
    return one_line(said or str(error))
