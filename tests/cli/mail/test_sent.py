"""Mails that are sent."""

from __future__ import annotations

import pytest
from cli.mail.readers import ADA, BO, CY, DAY, history
from loopback.smtp import USER


def server(**options):
    return pytest.mark.parametrize("host", [options], indirect=True)


def test_each_address_gets_a_mail_of_its_own_over_tls(sent, host):
    status, out, err = sent(f"Ada <{ADA}>", BO)

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"{DAY}  sent to a…@example.org",
        f"{DAY}  sent to b…@example.org",
    ]
    assert host.taken == [ADA, BO]
    assert host.connections == 1
    for mail in host.mails:
        assert mail.was_private
        assert mail.user == USER
        assert mail.sender == USER
        assert mail.message["Message-ID"].endswith("@papers.example.org>")
    assert host.mails[0].message["To"] == f"Ada <{ADA}>"
    assert BO not in host.mails[0].raw.decode()
    assert host.mails[0].message["Subject"] == f"Hot Papers {DAY}: On sheep, part 1"


def test_a_digest_is_sent_to_an_address_once(sent, host):
    sent(ADA)
    status, out, _ = sent(ADA, ADA.upper(), BO)

    assert status == 0
    assert "sent before to a…@example.org" in out
    assert host.taken == [ADA, BO]
    first = host.mails[0].message["Message-ID"]
    sent(ADA, argv=["--again"])
    assert host.taken == [ADA, BO, ADA]
    assert host.mails[2].message["Message-ID"] == first
    assert host.mails[1].message["Message-ID"] != first


def test_addresses_are_not_told_to_those_who_read_the_repository_or_the_log(sent):
    _, out, err = sent(ADA)

    remembered = history().read_text("utf-8")
    assert remembered.splitlines()[-1].endswith("\tsent")
    assert ADA not in remembered
    assert ADA not in out + err


def test_the_command_line_names_others(sent, host):
    sent(ADA, argv=["--to", f"{BO}, Cy <{CY}>", "--to", BO.upper()])

    assert host.taken == [BO, CY]


@server(security="starttls")
def test_starttls_is_begun_before_anything_is_said(sent, host):
    status, _, _ = sent(ADA, HOTPAPERS_MAIL_SECURITY="starttls")

    assert status == 0
    assert host.mails[0].was_private
    assert host.mails[0].user == USER


@server(security="none", has_login=False)
def test_a_plain_connection_is_for_those_who_ask_for_it(sent, host, monkeypatch):
    monkeypatch.delenv("HOTPAPERS_MAIL_PASSWORD")
    status, _, _ = sent(ADA, HOTPAPERS_MAIL_SECURITY="none")

    assert status == 0
    assert not host.mails[0].was_private


def test_names_and_hosts_beyond_ascii(sent, host):
    sent("Jörg Müller <joerg@müller.example>", '"Hirt, Ädä" <ada@example.org>')

    assert host.taken == ["joerg@xn--mller-kva.example", ADA]
    [first, second] = (mail.message["To"].addresses for mail in host.mails)
    assert first[0].display_name == "Jörg Müller"
    assert second[0].display_name == "Hirt, Ädä"
    assert host.mails[0].raw.isascii()


def test_an_address_in_utf8_where_the_server_takes_it(sent, host):
    assert sent("jörg@müller.example")[0] == 0
    assert host.taken == ["jörg@müller.example"]


@server(takes_utf8=False)
def test_an_address_in_utf8_where_the_server_does_not(sent, host):
    status, _, err = sent("jörg@example.org", ADA)

    assert status == 1
    assert "j…@example.org: the server takes no address beyond ASCII" in err
    assert host.taken == [ADA]
