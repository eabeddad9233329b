"""The example site's pages, as Lighthouse sees them."""

import pytest

DIGEST = "hot-papers-2021-06-15.html"
PAGES = ("papers/2104.01778.html", "papers/search.html")
"""A paper, and what has a script of its own: axe sees the other kinds."""
SOUND = ("accessibility", "best-practices", "seo")
TRIES = 15
"""Speed is measured, and a machine that is busy with other tests measures low."""

example = pytest.mark.parametrize("twins", ["example"], indirect=True)


@example
def test_a_digest_is_as_good_and_as_fast_as_can_be(twins, lighthouse):
    url = twins.ours.url + DIGEST
    tries = (lighthouse(url, "performance", *SOUND) for _ in range(TRIES))
    assert {} in tries


@example
@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_page_is_sound(twins, lighthouse, page):
    assert lighthouse(twins.ours.url + page, *SOUND) == {}


def test_what_is_wrong_is_found(planted, lighthouse):
    body = '<img src="none.png"><a href="javascript:void(0)">here</a>'
    found = lighthouse(planted(body).url, *SOUND)
    assert "image-alt" in found["accessibility"]
    assert "errors-in-console" in found["best-practices"]
    assert {"meta-description", "crawlable-anchors"} <= {*found["seo"]}
