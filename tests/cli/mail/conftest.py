"""A site that mails its digests, and who reads them."""

from __future__ import annotations

import json
from functools import partial

import pytest
from cli.mail.readers import CONF, DAY, paper
from loopback.smtp import PASSWORD, MailHost


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


@pytest.fixture
def run(run):
    """Run the command: ``run("--day") -> (status, output, complaints)``."""
    return partial(run, "mail")
