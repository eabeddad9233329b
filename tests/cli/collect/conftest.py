"""The days that ``hotpapers collect`` asks for."""

import pytest

from pelican_hotpapers.cli import main


@pytest.fixture
def run(capsys):
    """Run the command: ``run("--date", "…") -> (status, output, complaints)``."""

    def run(*arguments):
        try:
            status = main(["collect", *map(str, arguments)])
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run
