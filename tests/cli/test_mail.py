"""``hotpapers mail``: to a real mail server, which may do as it likes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from loopback.smtp import HOST, PASSWORD, USER, MailHost

from pelican_hotpapers.cli import main

DAY = "2026-11-27"
ADA, BO, CY = "ada@example.org", "bo@example.org", "cy@example.org"
SCRIPT = Path(sys.executable).with_name("hotpapers")
CONF = {
    "PATH": "content",
    "SITENAME": "Café des Sciences",
    "SITEURL": "https://papers.example.org",
    "TIMEZONE": "UTC",
    "HOTPAPERS_MAIL_FROM": f"Hot Papers <{USER}>",
}


def paper(number: int, **more: object) -> dict[str, object]:
    return {
        "arxiv_id": f"2611.{number:05}",
        "title": f"On sheep, part {number}",
        "authors": ["Ada Hirt"],
        "categories": ["cs.LG"],
        "abstract": "They are counted.",
        "likes": 100 - number,
        **more,
    }


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Make a site in the current folder: ``site(SETTING=…, days={…}, files={…})``."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOTPAPERS_MAIL_PASSWORD", "HOTPAPERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)

    def make(days=None, files=(), **settings):
        lines = [f"{name} = {value!r}" for name, value in {**CONF, **settings}.items()]
        (tmp_path / "pelicanconf.py").write_text("\n".join(lines) + "\n", "utf-8")
        folder = tmp_path / "content" / "hotpapers"
        folder.mkdir(parents=True, exist_ok=True)
        for day, papers in (days or {DAY: [paper(1), paper(2)]}).items():
            text = json.dumps({"date": day, "papers": papers})
            (folder / f"{day}.json").write_text(text, "utf-8")
        for name, text in dict(files).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return make


@pytest.fixture
def run(capsys):
    """Run the command: ``run("--day") -> (status, output, complaints)``."""

    def run(*argv):
        try:
            status = main(["mail", *argv])
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def host(request, monkeypatch, tmp_path):
    """A mail server, whose certificate is trusted and whose password is known."""
    with MailHost(**getattr(request, "param", {})) as host:
        trusted = tmp_path / "trusted.pem"
        host.authority.cert_pem.write_to_path(trusted)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        monkeypatch.setenv("HOTPAPERS_MAIL_PASSWORD", PASSWORD)
        yield host


@pytest.fixture
def sent(site, host, run):
    """Send to some: ``sent(ADA, BO, SETTING=…) -> (status, output, complaints)``."""

    def sent(*recipients, argv=(), **settings):
        site(
            HOTPAPERS_MAIL_SERVER=host.address,
            HOTPAPERS_MAIL_TO=list(recipients),
            **settings,
        )
        return run(*argv)

    return sent


def server(**options):
    return pytest.mark.parametrize("host", [options], indirect=True)


def history(folder="."):
    return Path(folder, "content", "hotpapers", "mail-history.txt")


# Sent


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


# Not sent, and said so


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


# Addresses beyond ASCII


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


# Which digest


def drafts(folder="out"):
    return {
        path.name: message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in Path(folder).glob("*.eml")
    }


def text_of(message, subtype="plain"):
    return message.get_body((subtype,)).get_content()


def test_a_file_to_nobody_needs_no_server(site, run):
    site()
    status, out, _ = run("--out", "out")

    assert (status, out) == (0, f"{DAY}  written to out/{DAY}.eml\n")
    [(name, draft)] = drafts().items()
    assert name == f"{DAY}.eml"
    assert draft["X-Unsent"] == "1"
    assert draft["To"] is None
    assert not history().exists()


def test_a_file_for_each_address(site, run):
    site(HOTPAPERS_MAIL_TO=[ADA, BO])
    run("--out", "out")

    assert {name: str(draft["To"]) for name, draft in drafts().items()} == {
        f"{DAY}-ada-example-org.eml": ADA,
        f"{DAY}-bo-example-org.eml": BO,
    }


DAYS = {
    "2026-11-15": [paper(9, likes=999)],
    "2026-11-16": [paper(1, likes=10), paper(2, likes=5)],
    "2026-11-19": [paper(3, likes=70), paper(1, likes=20)],
}


def test_a_week_has_its_hottest_papers(site, run):
    site(days=DAYS)
    run("--week", "2026-W47", "--out", "out")

    [(name, draft)] = drafts().items()
    assert name == "2026-w47.eml"
    assert draft["Subject"] == "The hottest of week 47, 2026: On sheep, part 3"
    lines = text_of(draft).splitlines()
    assert "3 papers · 2 days · Café des Sciences" in lines
    assert "https://papers.example.org/papers/top-2026-w47.html" in lines
    ranks = [line for line in lines if "On sheep" in line]
    assert ranks == [f" {n}  On sheep, part {k}" for n, k in ((1, 3), (2, 1), (3, 2))]


def test_a_day_may_be_named(site, run):
    site(days=DAYS)
    run("--day", "2026-11-16", "--out", "out")

    assert [*drafts()] == ["2026-11-16.eml"]


def test_a_topic_has_its_papers_by_their_ranks(site, run):
    site(
        days={DAY: [paper(1), paper(2, title="Goats"), paper(3)]},
        HOTPAPERS_TOPICS={"Goats & co.": {"include": ["goats"]}},
    )
    run("--topic", "goats & CO.", "--out", "out")

    [(name, draft)] = drafts().items()
    assert name == f"{DAY}-topic-goats-co.eml"
    assert draft["Subject"] == f"Goats & co.: Hot Papers {DAY}: Goats"
    assert "1 of 3 papers" in text_of(draft)
    assert " 2  Goats" in text_of(draft)


def test_a_topic_without_papers_makes_no_mail(site, run):
    site(HOTPAPERS_TOPICS={"Goats": {"include": ["goats"]}})
    status, out, _ = run("--topic", "goats", "--out", "out")

    assert (status, out) == (0, f"{DAY} topic-goats  no papers, so there is no mail\n")
    assert not drafts()


def test_a_draft_is_not_mailed(site, run):
    site(days=DAYS)
    path = Path("content/hotpapers/2026-11-19.json")
    draft = {**json.loads(path.read_text()), "extra": {"status": "draft"}}
    path.write_text(json.dumps(draft))
    run("--out", "out")

    assert [*drafts()] == ["2026-11-16.eml"]
    assert run("--day", "2026-11-19", "--out", "out")[0] == 1


def test_the_page_is_where_the_settings_put_it(site, run):
    site(
        HOTPAPERS_URL="days/{date:%Y}/{slug}/",
        HOTPAPERS_SAVE_AS="days/{date:%Y}/{slug}/index.html",
        HOTPAPERS_SLUG="hot-{date}",
    )
    run("--out", "out")

    [draft] = drafts().values()
    url = f"https://papers.example.org/days/2026/hot-{DAY}/"
    assert url in text_of(draft)
    assert f'href="{url}"' in text_of(draft, "html")


def test_a_site_without_an_address_is_not_linked_to(site, run):
    site(SITEURL="")
    run("--out", "out")

    [draft] = drafts().values()
    assert "example.org" not in text_of(draft).replace(USER, "")
    assert draft["Message-ID"].endswith("@example.org>")


def test_a_list_can_be_left(site, run):
    leave = "mailto:papers@example.org?subject=unsubscribe"
    site(HOTPAPERS_MAIL_UNSUBSCRIBE=leave)
    run("--out", "out")

    [draft] = drafts().values()
    assert draft["List-Unsubscribe"] == f"<{leave}>"
    assert draft["List-Id"] == '"Café des Sciences" <hotpapers.papers.example.org>'
    assert f"To leave this list: {leave}" in text_of(draft)
    assert f'href="{leave}"' in text_of(draft, "html")


def test_a_theme_and_a_site_have_templates_of_their_own(site, run):
    own = "{% extends '!hotpapers/mail/digest.html' %}{% block foot %}<tr><td>{}"
    site(
        files={
            "theme/templates/hotpapers/mail/paper.html": "<tr><td>{{ paper.title }}",
            "overrides/hotpapers/mail/digest.html": own.replace("{}", "My foot")
            + "{% endblock %}",
        },
        days={DAY: [paper(1, title="<b>")]},
        THEME="theme",
        THEME_TEMPLATES_OVERRIDES=["overrides"],
    )
    run("--out", "out")

    [draft] = drafts().values()
    html = text_of(draft, "html")
    assert "<tr><td>&lt;b&gt;" in html
    assert "<tr><td>My foot" in html


# Misuse


@pytest.mark.parametrize(
    ("settings", "argv", "says"),
    [
        ({"HOTPAPERS_MAIL_FROM": ""}, (), "HOTPAPERS_MAIL_FROM: found nothing"),
        ({}, (), "found nobody to send it to"),
        ({"HOTPAPERS_MAIL_TO": [ADA]}, (), "HOTPAPERS_MAIL_SERVER: found nothing"),
        ({}, ("--to", "ada"), "found 'ada', expected an address as in"),
        ({}, ("--to", "a@b.c\nBcc: x@y"), "expected an address as in"),
        ({}, ("--day", "soon"), "found 'soon', expected a day as in 2021-04-07"),
        ({}, ("--week", "47"), "found '47', expected a week as in 2021-W14"),
        ({}, ("--day", "--week"), "not allowed with"),
        (
            {"HOTPAPERS_TOPICS": {"Sheep": {}}},
            ("--topic", "Shep", "--out", "out"),
            "found the topic 'Shep', expected Sheep",
        ),
    ],
)
def test_what_cannot_be_done_is_told(site, run, settings, argv, says):
    site(**settings)
    status, _, err = run(*argv)

    assert status == 2
    assert says in err.replace("\n", " ")


@pytest.mark.parametrize("argv", [("--day", "2020-01-01"), ("--week", "2020-W01")])
def test_a_time_without_a_digest(site, run, argv):
    site()
    status, _, err = run(*argv, "--out", "out")

    assert status == 1
    assert err.startswith("There is no digest of 20")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_SERVER", "smtp://example.org"),
        ("MAIL_SERVER", ":25"),
        ("MAIL_SECURITY", "ssl"),
        ("MAIL_FROM", "ada@example.org\nBcc: eve@example.org"),
        ("MAIL_FROM", "=?utf-8?q?a=0ABcc=3A_x?= <ada@example.org>"),
        ("MAIL_FROM", "ada@example.org, bo@example.org"),
        ("MAIL_TO", ["ada"]),
        ("MAIL_TO", "ada@example.org"),
        ("MAIL_USER", "ada\n"),
        ("MAIL_UNSUBSCRIBE", "javascript:alert(1)"),
        ("MAIL_UNSUBSCRIBE", "https://example.org/>\r\nBcc: eve@example.org"),
    ],
)
def test_a_wrong_setting_is_told_and_left_out(site, run, name, value):
    site(**{f"HOTPAPERS_{name}": value})
    _, _, err = run("--out", "out")

    assert f"HOTPAPERS_{name}: found " in err
    for draft in drafts().values():
        assert draft["Bcc"] is None
