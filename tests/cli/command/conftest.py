"""A site's digests, and the command on them."""

import pytest
from cli.command.digest_files import CONF, PAPER, POST, data
from hot_posts import yaml_digest

from pelican_hotpapers.cli import main


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
def run(capsys):
    """Run the command: ``run("check", "x.md") -> (status, output, complaints)``."""

    def run(*argv):
        try:
            status = main(argv)
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def days(site):
    return site(
        {
            "content/2021-04-07---Hot-Papers.md": POST,
            "content/hotpapers/2021-04-09.yaml": yaml_digest(),
            "content/hotpapers/no-day.json": data(PAPER, date="2021-04-03"),
        }
    )
