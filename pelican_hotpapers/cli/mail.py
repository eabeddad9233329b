"""``hotpapers mail``: a digest to one's own list, as mails or as files of mails."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import urlsplit

from pelican_hotpapers import addresses
from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.cli.chosen_newsletter import NEWEST, chosen_newsletter
from pelican_hotpapers.cli.newsletter_parts import parts_of
from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    MAX_WAIT,
    Subcommand,
    complain,
    day_of_argument,
)
from pelican_hotpapers.collect import is_offline, now
from pelican_hotpapers.config.mail_addresses import can_be_host, read_addresses
from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.mail.delivery import (
    Delivery,
    DeliveryState,
    NewsletterDelivery,
)
from pelican_hotpapers.mail.message import (
    MailHeaders,
    NewsletterParts,
    as_bytes,
    in_ascii,
    is_international,
    message,
)
from pelican_hotpapers.mail.smtp import (
    PORTS,
    Mailer,
    MailServer,
    MailServerError,
    shown_address,
)
from pelican_hotpapers.storage.digest_files import replace_file
from pelican_hotpapers.storage.mail_history import MailHistory
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop

PASSWORD = "HOTPAPERS_MAIL_PASSWORD"  # noqa: S105 - its name in the environment


def _arguments(parser: argparse.ArgumentParser, translation: Translation) -> None:
    period = parser.add_mutually_exclusive_group()
    period.add_argument(
        "--day",
        metavar="DAY",
        nargs="?",
        const=NEWEST,
        type=day_of_argument,
        help=translation.gettext(
            "a day's digest, as in 2021-04-07; the newest one if left out"
        ),
    )
    period.add_argument(
        "--week",
        metavar="WEEK",
        nargs="?",
        const=NEWEST,
        type=_week,
        help=translation.gettext(
            "the hottest papers of a week, as in 2021-W14; of the last one that is "
            "over if left out"
        ),
    )
    parser.add_argument(
        "--topic",
        metavar="NAME",
        help=translation.gettext("the papers of a topic alone"),
    )
    parser.add_argument(
        "--to",
        metavar="ADDRESS",
        action="append",
        type=_addresses,
        help=translation.gettext(
            "whom to send it to, in the place of HOTPAPERS_MAIL_TO; several times, or "
            "several with commas"
        ),
    )
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        help=translation.gettext("write .eml files there, and send nothing"),
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help=translation.gettext(
            "send also what was sent, or may have been sent, before"
        ),
    )


def _week(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"found {text!r}, expected a week as in 2021-W14, or a day of it"
        ) from None


def _addresses(text: str) -> tuple[Address, ...]:
    try:
        return read_addresses(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected {error}") from None


def _run(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> int:
    """Mail what was asked for, print what became of it, and return the exit status.

    Raises:
        UsageError: A setting or an address is missing, or there is no such topic.
        OSError: A file cannot be read or written.
    """
    headers, recipients = _headers(site), _recipients(arguments, site)
    if not (recipients or arguments.out):
        raise UsageError(
            "found nobody to send it to, expected HOTPAPERS_MAIL_TO or --to; --out "
            "writes it into a file"
        )
    newsletter = chosen_newsletter(arguments, site, translation)
    if newsletter is None:
        return FAILED
    if not newsletter.digest.papers:
        none = translation.gettext("no papers, so there is no mail")
        print(f"{newsletter.name}  {none}")
        return DONE
    parts = parts_of(newsletter, site)
    if arguments.out:
        for path in _write(parts, headers, recipients, arguments.out):
            shown = plain_line(shown_path(str(path)))
            said = translation.gettext("written to {file}", file=shown)
            print(f"{newsletter.name}  {said}")
        return DONE
    if is_offline(site.config, os.environ):
        complain(translation.gettext("Offline, by HOTPAPERS_OFFLINE: nothing was sent"))
        return FAILED
    again: bool = arguments.again
    return _send(parts, headers, recipients, site, translation, again=again)


def _headers(site: LocalSite) -> MailHeaders:
    if not site.config.mail_from:
        raise UsageError(
            "HOTPAPERS_MAIL_FROM: found nothing, expected whom mails are from, as in "
            "'Hot Papers <papers@example.org>'"
        )
    sender = in_ascii(*read_addresses(site.config.mail_from))
    host = _host(site.url)
    return MailHeaders(
        sender=sender,
        host=host if can_be_host(host) else sender.domain,
        list_name=str(site.settings["SITENAME"]),
        unsubscribe=site.config.mail_unsubscribe,
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # an address in brackets that is none
        return ""


def _recipients(arguments: argparse.Namespace, site: LocalSite) -> list[Address]:
    """Return whom to send to, each once, in whatever case the address is written."""
    asked: Iterable[tuple[Address, ...]] = arguments.to or map(
        read_addresses, site.config.mail_to
    )
    found: dict[str, Address] = {}
    for address in (each for several in asked for each in several):
        found.setdefault(address.addr_spec.casefold(), address)
    return list(found.values())


def _write(
    parts: NewsletterParts,
    headers: MailHeaders,
    recipients: list[Address],
    folder: Path,
) -> Iterator[Path]:
    """Write a file for each address, or a draft to nobody; yield where each is."""
    name = parts.newsletter.name.replace(" ", "-")
    wanted: dict[str, Address | None] = {each.addr_spec: each for each in recipients}
    wanted = wanted or {"": None}
    stems = addresses.distinct(
        wanted, lambda to: f"{name}-{addresses.slug(to)}" if to else name
    )
    for to, recipient in wanted.items():
        made = message(parts, headers, recipient, now())
        path = folder / f"{stems[to]}.eml"
        international = is_international(headers.sender, recipient)
        replace_file(path, as_bytes(made, is_international=international))
        yield path


def _send(  # noqa: PLR0913 - all that a mail is made of
    parts: NewsletterParts,
    headers: MailHeaders,
    recipients: list[Address],
    site: LocalSite,
    translation: Translation,
    *,
    again: bool,
) -> int:
    """Send it to each address."""
    server = _server(headers.sender, site)
    with site.archive.alone(MAX_WAIT) as is_alone, Mailer(server) as mailer:
        if not is_alone:
            complain(
                translation.gettext(
                    "Another program works in the archive: nothing was sent"
                )
            )
            return FAILED
        delivery = NewsletterDelivery(
            parts=parts,
            headers=headers,
            mailer=mailer,
            history=MailHistory(site.archive.folder),
        )
        status, asked = DONE, 0
        try:
            for outcome in delivery.send_all(recipients, again=again):
                asked += 1
                told = _told(parts.newsletter.name, outcome, translation)
                status = max(status, told)
        except MailServerError as error:
            complain(f"{error}")
            complain(
                translation.ngettext(
                    "{n} mail not sent. Run it again to go on",
                    "{n} mails not sent. Run it again to go on",
                    len(recipients) - asked,
                )
            )
            return FAILED
    return status


def _server(sender: Address, site: LocalSite) -> MailServer:
    config = site.config
    if not config.mail_server:
        raise UsageError(
            "HOTPAPERS_MAIL_SERVER: found nothing, expected the server that sends "
            "mails; --out writes them into files"
        )
    port = re.search(r":(\d+)\Z", config.mail_server)
    host = config.mail_server[: port.start()] if port else config.mail_server
    return MailServer(
        host=host.strip("[]"),
        port=int(port[1]) if port else PORTS[config.mail_security],
        security=config.mail_security,
        user=config.mail_user or sender.addr_spec,
        password=os.environ.get(PASSWORD, ""),
    )


def _told(name: str, outcome: Delivery, translation: Translation) -> int:
    """Print what became of a mail, and return the exit status of that alone."""
    to = plain_line(shown_address(outcome.recipient.addr_spec))
    match outcome.state:
        case DeliveryState.SENT:
            print(f"{name}  {translation.gettext('sent to {address}', address=to)}")
            return DONE
        case DeliveryState.SENT_BEFORE:
            said = translation.gettext("sent before to {address}", address=to)
            print(f"{name}  {said}")
            return DONE
        case DeliveryState.MAYBE_SENT_BEFORE:
            said = translation.gettext(
                "maybe sent before to {address}, so it is not sent. With --again it is",
                address=to,
            )
            complain(f"{name}  {said}")
            return DONE
        case DeliveryState.UNKNOWN:
            said = translation.gettext(
                "maybe sent to {address}: {reason}", address=to, reason=outcome.reason
            )
        case DeliveryState.FAILED:
            said = translation.gettext(
                "not sent to {address}: {reason}", address=to, reason=outcome.reason
            )
    complain(f"{name}  {said}")
    return FAILED


MAIL = Subcommand(
    name="mail",
    help=gettext_noop("send a digest to your own list or lab"),
    about=(
        gettext_noop(
            "Sends the newest digest, or another day or week, to each address of "
            "HOTPAPERS_MAIL_TO, by the server of HOTPAPERS_MAIL_SERVER. The password "
            "comes from the environment, HOTPAPERS_MAIL_PASSWORD. What was sent to an "
            "address is not sent to it again. Give it the settings that the site is "
            "published with, so that mails link to the site. It is for yourself, and "
            "for people who asked for it."
        ),
        gettext_noop(
            "A mail is in the language of the site. The exit status is 1 when a mail "
            "could not be sent, or may not have been; all others are sent."
        ),
    ),
    examples=(
        (
            "hotpapers mail -s publishconf.py --out drafts",
            gettext_noop("look at it first, in a mail program"),
        ),
        ("hotpapers mail -s publishconf.py", gettext_noop("for a nightly job")),
        ("hotpapers mail -s publishconf.py --week", gettext_noop("for a weekly one")),
        ("hotpapers mail --topic Agents --to ada@example.org", ""),
        ("hotpapers mail --day 2021-04-06 --out drafts", ""),
    ),
    arguments=_arguments,
    run=_run,
)
