"""What is run on a change: `nox -s quick` while at work, `nox` before it lands.

nox, since it makes the environment of each command, and is written in Python as well.
"""

from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "browser", "plugins", "oldest"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "uv|virtualenv"

LOCKED = Path(".ci/locked.txt")
MUTATED = {
    "model.py": "tests/formats tests/library",
    "ranking.py": "tests/test_ranking.py tests/test_scores.py tests/collect",
    "collect/merging.py": "tests/collect",
    "formats": "tests/formats",
    "library": "tests/library",
}
"""What is changed to see whether tests notice, and the tests that should."""


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format and types, by the locked releases of the tools."""
    session.install("--constraint", str(LOCKED), "-e", ".[lint]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy", "--strict", "-p", "pelican_hotpapers")


@nox.session
def quick(session: nox.Session) -> None:
    """Tests that build hardly a site: less than a minute. Arguments go to pytest."""
    session.install("-e", ".[test]")
    chosen = session.posargs or ["@.ci/quick.txt"]
    session.run("pytest", "--hypothesis-profile=few", *chosen)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests that need Python alone, with the newest releases."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Whole sites in Chromium, Lighthouse and the checker of HTML, as locked."""
    session.install("--constraint", str(LOCKED), "-e", ".[browser]")
    session.run(
        *("npm", "ci", "--ignore-scripts", "--no-audit", "--prefix", ".ci"),
        external=True,
    )
    session.run("pytest", "-m", "browser", *session.posargs)


@nox.session
def plugins(session: nox.Session) -> None:
    """Sites with other plugins, which work by being installed: apart from all else."""
    session.install("-e", ".[plugins]")
    session.run("pytest", "-m", "plugins", "tests/plugins", *session.posargs)


@nox.session
def oldest(session: nox.Session) -> None:
    """What another release could break, with the oldest that pyproject.toml allows."""
    constraint = Path(session.create_tmp()) / "oldest.txt"
    session.install("uv")
    session.run(
        *("uv", "pip", "compile", "-q", "--config-file", ".ci/oldest.toml"),
        *("pyproject.toml", "-o", str(constraint)),
    )
    session.install("--constraint", str(constraint), "-e", ".[test]")
    session.run("pytest", "--hypothesis-profile=few", "@.ci/portable.txt")


@nox.session
def lock(session: nox.Session) -> None:
    """Write `.ci/locked.txt` anew, with the newest releases of today."""
    session.install("uv")
    extras = ("related", "test", "browser", "lint")
    session.run(
        *("uv", "pip", "compile", "-q", "--universal", "--upgrade"),
        *("--python-version", "3.11", "--custom-compile-command", "nox -s lock"),
        *("--no-emit-index-url", "--no-emit-find-links"),
        *(option for extra in extras for option in ("--extra", extra)),
        *("pyproject.toml", "-o", str(LOCKED)),
    )


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the code in small ways, and tell which changes no test notices.

    `nox -s mutants -- 0.1` tries a tenth of them, the same ones each time. Nothing else
    may be done in this folder meanwhile: its files are changed and put back.
    """
    session.install("--constraint", str(LOCKED), "-e", ".[test]", "cosmic-ray>=8.7")
    share = session.posargs[0] if session.posargs else "0.1"
    folder = Path(session.create_tmp()).resolve()
    template = Path(".ci/mutants.toml").read_text("utf-8")
    for place, tests in MUTATED.items():
        name = folder / place.replace("/", "-")
        config, work = f"{name}.toml", f"{name}.sqlite"
        filled = template.replace("PLACE", f"pelican_hotpapers/{place}")
        filled = filled.replace("TESTS", tests)
        Path(config).write_text(filled, "utf-8")
        session.run("cosmic-ray", "init", "--force", config, work)
        session.run("cr-filter-operators", work, config)
        session.run("python", ".ci/sample_mutants.py", work, share)
        session.run("cosmic-ray", "baseline", config)
        session.run("cosmic-ray", "exec", config, work)
        session.run("cr-report", "--surviving-only", "--show-diff", work)
