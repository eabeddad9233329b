"""A real mail server on the loopback interface, with TLS, logins and faults."""

from __future__ import annotations

import asyncio
import ssl
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "papers@example.org", "open sesame"


@dataclass(frozen=True)
class Mail:
    """A mail that the server took."""

    sender: str
    recipients: list[str]
    raw: bytes
    was_private: bool
    """Whether it came over TLS."""
    user: str | None
    """Who had logged in."""

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.SMTPUTF8)


class MailHost:
    """A mail server in a thread of its own; what it took is in ``mails``."""

    def __init__(
        self,
        security: str = "tls",
        *,
        has_login: bool = True,
        refuses_starttls: bool = False,
        takes_utf8: bool = True,
        names: str = HOST,
    ) -> None:
        self.mails: list[Mail] = []
        self.refused: dict[str, str] = {}
        """What is answered when an address is named."""
        self.refused_at_end: dict[str, str] = {}
        """What is answered when a mail to an address has ended."""
        self.lost: dict[str, str] = {}
        """Addresses at which the connection breaks off: when ``named``, in the ``body``
        of a mail, or at its ``end``."""
        self.held: dict[str, str] = {}
        """Addresses at which the server says nothing any more, at the same places."""
        self.reached = threading.Event()
        """That it said nothing."""
        self.connections = 0
        self.refuses_starttls = refuses_starttls
        self.ends_after_each = False
        """Whether it takes one mail over a connection, and no second."""
        self.authority = trustme.CA()
        """Who signed the certificate; ``authority.cert_pem`` is what to trust."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(names).configure_cert(context)
        self._wrap = context if security == "tls" else None
        self._options: dict[str, Any] = {
            "enable_SMTPUTF8": takes_utf8,
            "hostname": "mail.example.org",
            # It offers no login before STARTTLS, which one over TLS never sees.
            "auth_require_tls": security == "starttls" or not has_login,
        }
        if has_login:
            self._options["authenticator"] = self._login
        if security == "starttls":
            self._options |= {"tls_context": context, "require_starttls": False}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> MailHost:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def taken(self) -> list[str]:
        """Whom it took mails for, in their order."""
        return [each for mail in self.mails for each in mail.recipients]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.create_server(
            lambda: _Connection(self, loop=self._loop, **self._options),
            HOST,
            0,
            ssl=self._wrap,
        )
        server = self._loop.run_until_complete(listening)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _login(
        self, _server: SMTP, _session: Session, _envelope: Any, _how: str, data: Any
    ) -> AuthResult:
        given = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=data == given, handled=False, auth_data=USER)


class _Connection(SMTP):
    """One connection, which asks its server what to do."""

    def __init__(self, host: MailHost, **options: Any) -> None:
        super().__init__(self, **options)
        self._host = host
        host.connections += 1

    async def _is_stopped(self, address: str, place: str) -> bool:
        """Break off, or say nothing any more, where that is wanted."""
        if self._host.held.get(address) == place:
            self._host.reached.set()
            await asyncio.Event().wait()
        if self._host.lost.get(address) == place:
            assert self.transport is not None
            self.transport.abort()
            return True
        return False

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if await self._is_stopped(address, "named"):
            return "421 gone"
        if address in self._host.refused:
            return self._host.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        [address] = self.envelope.rcpt_tos
        if address in {*self._host.lost, *self._host.held}:
            places = (self._host.lost | self._host.held)[address]
            if places == "body":
                await self.push("354 go on")
                await self._reader.readuntil(b"\r\n")
                await self._is_stopped(address, "body")
                return
        await super().smtp_DATA(arg)
        if self._host.ends_after_each and self.transport is not None:
            self.transport.close()

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if self._host.refuses_starttls:
            await self.push("454 TLS not available now")
            return
        await super().smtp_STARTTLS(arg)

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        [address] = envelope.rcpt_tos
        if address in self._host.refused_at_end:
            return self._host.refused_at_end[address]
        mail = Mail(
            sender=envelope.mail_from,
            recipients=list(envelope.rcpt_tos),
            raw=envelope.original_content,
            was_private=session.ssl is not None or self._host._wrap is not None,
            user=session.auth_data,
        )
        self._host.mails.append(mail)
        await self._is_stopped(address, "end")
        return "250 OK"
