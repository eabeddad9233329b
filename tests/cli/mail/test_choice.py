"""Which digest is mailed, and misuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.mail.readers import ADA, BO, DAY, drafts, history, paper
from loopback.smtp import USER


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
