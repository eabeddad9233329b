"""A site's digests, and the command on them."""

import pytest
from cli.command.digest_files import CONF, PAPER, POST, data
from hot_posts import yaml_digest


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Make a site of files in the current folder: ``site({"content/x.md": "…"})``."""

    def make(files, conf=CONF):
        for name, text in {"pelicanconf.py": conf, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        (tmp_path / "content").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make


@pytest.fixture
def days(site):
    return site(
        {
            "content/2021-04-07---Hot-Papers.md": POST,
            "content/hotpapers/2021-04-09.yaml": yaml_digest(),
            "content/hotpapers/no-day.json": data(PAPER, date="2021-04-03"),
        }
    )
