"""Sites for the command, and the services that it asks."""

import datetime as dt

import pytest
from loopback.server import Server
from loopback.world import ENVIRONMENT, World, last_batch

from pelican_hotpapers.cli import main
from pelican_hotpapers.collect import last_days


@pytest.fixture
def server(request):
    with getattr(request, "param", Server)() as server:
        yield server


@pytest.fixture
def site(tmp_path, monkeypatch, server):
    """Make a site in the current folder: ``site("x", days=[…]) -> World``."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    now = dt.datetime.now(dt.UTC)
    always = {last_days(1, now)[0], last_batch(now.date())}

    def make(*sources, days=(), **settings):
        world = World(server, {*days, *always})
        all_settings = {"PATH": "content", **world.settings(*sources), **settings}
        lines = [f"{name} = {value!r}" for name, value in all_settings.items()]
        (tmp_path / "pelicanconf.py").write_text("\n".join(lines) + "\n")
        (tmp_path / "content").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return world

    return make


@pytest.fixture
def run(capsys):
    """Run the command: ``run("check", "x.md") -> (status, output, complaints)``."""

    def run(*arguments):
        try:
            status = main([*map(str, arguments)])
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run
