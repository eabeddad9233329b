"""A mail's HTML in a browser, which shows no less of it than a mail program."""

from __future__ import annotations

import pytest

from pelican_hotpapers.model import Digest
from tests.browser import test_accessibility, test_layout
from tests.mail.test_html_part import DAY, made, papers

accessible = test_accessibility.accessible
too_wide = test_layout.too_wide


@pytest.fixture
def site(serve, tmp_path):
    """A mail as a page."""
    html = made(Digest(date=DAY, papers=papers(8)))
    (tmp_path / "index.html").write_text(html, "utf-8")
    return serve(tmp_path)


def test_a_mail_is_valid(site, vnu):
    assert vnu(site) == {}


def test_a_mail_is_accessible_light_and_dark(site, accessible):
    assert accessible(site) == {"index.html": {}}


def test_a_mail_fits_every_window(site, too_wide):
    assert too_wide(site) == {}


def test_a_mail_fetches_nothing(site, visit):
    with visit() as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site.url)
    assert {url for url in asked if not url.endswith("favicon.ico")} == {site.url}
