"""How things are said to people."""

import pytest

from pelican_hotpapers.wording import counted, service_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("huggingface", "Hugging Face"),
        ("arxiv", "arXiv"),
        ("x", "X"),
        ("hackernews", "Hacker News"),
        ("bluesky", "Bluesky"),
        ("mastodon", "Mastodon"),
    ],
)
def test_known_services_have_their_own_spelling(name, shown):
    assert service_name(name) == shown
    assert service_name(name, "https://elsewhere.example/") == shown


def test_others_are_called_what_they_call_themselves():
    assert service_name("our_lab") == "our_lab"
    assert service_name("") == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.lab.example:8000/hot/2021.json", "lab.example"),
        ("https://papers.lab.example", "papers.lab.example"),
        ("https://user@lab.example/", "feed"),
        ("javascript:alert(1)", "feed"),
        ("http://[::1", "feed"),
        ("http://[1.2]/", "feed"),
        ("mailto:ada@lab.example", "feed"),
        ("", "feed"),
    ],
)
def test_a_feed_goes_by_its_host(url, shown):
    assert service_name("feed", url) == shown


@pytest.mark.parametrize(
    ("number", "noun", "says"),
    [
        (4164, "reposts", "4,164 reposts"),
        (1, "reposts", "1 repost"),
        (0, "replies", "0 replies"),
        (1, "replies", "1 reply"),
        (1000, "", "1,000"),
    ],
)
def test_counts_go_with_what_was_counted(number, noun, says):
    assert counted(number, noun) == says
