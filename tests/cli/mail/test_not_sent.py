"""Mails that are not sent, and what is said of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli.mail.readers import ADA, BO, CY, DAY, drafts, history
from loopback.smtp import HOST, USER

SCRIPT = Path(sys.executable).with_name("hotpapers")


@pytest.mark.parametrize(
    ("host", "security", "says"),
    [
        ({"security": "none"}, "tls", ": "),
        ({"security": "none"}, "starttls", " offers no STARTTLS"),
        (
            {"security": "starttls", "refuses_starttls": True},
            "starttls",
            " answered: 454 TLS not available now",
        ),
        ({"has_login": False}, "tls", " offers no login"),
        ({"names": "other.example.org"}, "tls", " has no certificate for its name: "),
    ],
    indirect=["host"],
)
def test_a_server_that_is_not_private_gets_nothing(sent, host, security, says):
    status, out, err = sent(ADA, BO, HOTPAPERS_MAIL_SECURITY=security)

    assert (status, out) == (1, "")
    assert err.startswith(f"{host.address}{says}")
    assert "2 mails not sent. Run it again to go on" in err
    assert not host.mails
    assert not history().exists()


def test_a_certificate_that_nobody_trusts(sent, host, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    status, _, err = sent(ADA)

    assert status == 1
    assert "certificate" in err
    assert not host.mails


def test_a_refused_login_is_told_without_the_password(sent, host, monkeypatch):
    monkeypatch.setenv("HOTPAPERS_MAIL_PASSWORD", "guessed")
    status, out, err = sent(ADA)

    assert (status, out) == (1, "")
    assert f"{host.address} refused the login of {USER}: 535" in err
    assert "guessed" not in err
    assert not host.mails


def test_a_server_that_is_not_there(site, run):
    site(HOTPAPERS_MAIL_SERVER=f"{HOST}:1", HOTPAPERS_MAIL_TO=[ADA])
    status, _, err = run()

    assert status == 1
    assert f"{HOST}:1: " in err


@pytest.mark.parametrize("place", ["refused", "refused_at_end"])
@pytest.mark.parametrize("reply", ["450 mailbox busy", f"550 no {BO} here"])
def test_a_refused_address_is_told_and_the_others_are_served(sent, host, place, reply):
    getattr(host, place)[BO] = reply
    status, out, err = sent(ADA, BO, CY)

    assert status == 1
    assert host.taken == [ADA, CY]
    shown = reply.replace(BO, "b…@example.org")
    assert err == f"{DAY}  not sent to b…@example.org: {shown}\n"
    assert out.count("  sent to ") == 2
    getattr(host, place).clear()
    assert sent(ADA, BO, CY)[0] == 0
    assert host.taken == [ADA, CY, BO]


def test_a_connection_that_breaks_off_is_made_again_for_the_next(sent, host):
    host.lost[BO] = "named"
    status, _, err = sent(ADA, BO, CY)

    assert status == 1
    assert host.taken == [ADA, CY]
    assert err == f"{DAY}  not sent to b…@example.org: the connection was lost\n"
    host.lost.clear()
    sent(ADA, BO, CY)
    assert host.taken == [ADA, CY, BO]


def test_what_was_known_stays_known_when_it_is_refused(sent, host):
    sent(ADA)
    host.refused_at_end[ADA] = "450 later"
    assert sent(ADA, argv=["--again"])[0] == 1
    host.refused_at_end.clear()
    status, out, _ = sent(ADA)

    assert (status, host.taken) == (0, [ADA])
    assert "sent before" in out


def test_a_server_that_ends_each_connection_is_called_again(sent, host):
    host.ends_after_each = True

    assert sent(ADA, BO, CY)[0] == 0
    assert host.taken == [ADA, BO, CY]
    assert host.connections == 3


def test_a_site_beyond_ascii(site, run):
    site(SITEURL="https://müller.example")
    run("--out", "out")

    [draft] = drafts().values()
    assert draft["Message-ID"].endswith("@xn--mller-kva.example>")


@pytest.mark.parametrize(
    ("place", "arrived"), [("body", [ADA, CY]), ("end", [ADA, BO, CY])]
)
def test_what_may_have_arrived_is_not_sent_again_by_itself(sent, host, place, arrived):
    host.lost[BO] = place
    status, _, err = sent(ADA, BO, CY)

    assert status == 1
    assert err == f"{DAY}  maybe sent to b…@example.org: the connection was lost\n"
    host.lost.clear()
    status, _, err = sent(ADA, BO, CY)
    assert status == 0
    assert "maybe sent before to b…@example.org, so it is not sent" in err
    assert host.taken == arrived
    sent(BO, argv=["--again"])
    assert host.taken == [*arrived, BO]


@pytest.mark.parametrize("place", ["named", "end"])
def test_a_run_that_is_killed_sends_none_twice(site, host, run, place):
    host.held[BO] = place
    folder = site(HOTPAPERS_MAIL_SERVER=host.address, HOTPAPERS_MAIL_TO=[ADA, BO, CY])
    killed = subprocess.Popen([SCRIPT, "mail"], cwd=folder, env=os.environ.copy())
    host.reached.wait()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    host.held.clear()

    status, _, _ = run()

    assert status == 0
    assert host.taken == [ADA, BO, CY]
    run()
    assert host.taken == [ADA, BO, CY]


def test_nothing_is_sent_that_cannot_be_remembered(sent, host, site):
    site()
    history().mkdir()
    status, _, err = sent(ADA)

    assert status == 1
    assert "mail-history.txt" in err
    assert not host.mails


def test_nothing_is_sent_offline(sent, host, monkeypatch):
    monkeypatch.setenv("HOTPAPERS_OFFLINE", "1")

    assert sent(ADA)[0] == 1
    assert not host.connections


def test_lines_that_begin_with_a_dot_arrive_as_they_are(sent, host, site):
    site()
    own = Path("o/hotpapers/mail/digest.html")
    own.parent.mkdir(parents=True)
    own.write_text("<pre>\n.\n..\n.rest\n")
    sent(ADA, THEME_TEMPLATES_OVERRIDES=["o"])

    html = host.mails[0].message.get_body(("html",)).get_content()
    assert html.split() == ["<pre>", ".", "..", ".rest"]
