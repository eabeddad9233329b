"""Our templates, rendered with digests and with nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from filter_results import Elements
from jinja2 import ChoiceLoader, DictLoader, Environment, StrictUndefined

import pelican_hotpapers
from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Coverage, Digest, Paper, Post
from pelican_hotpapers.pelican.jinja_environment import install

STATIC = Path(pelican_hotpapers.__file__).parent / "static"
MORNING = dt.datetime(2021, 4, 8, 9, 37, 53, tzinfo=dt.UTC)
SAID = Post(
    url="https://twitter.com/ada/status/1",
    platform="x",
    id="1",
    author_name="Ada L.",
    author_handle="ada",
    date=dt.date(2021, 4, 7),
    lang="fa",
    dir="rtl",
    html="<p>Some words of mine</p>",
)
GONE = Post(url="https://bsky.app/profile/bo.example/post/2", platform="bluesky")
HOT = Paper(
    arxiv_id="2104.01778",
    rank=1,
    title="On $x^2$ & its friends",
    authors=("Ada Lovelace", r"Henri Poincar\'e", "Emmy Noether"),
    categories=("cs.LG", "stat.ML"),
    abstract=r"We \emph{prove} that $a<b$ in 10% of cases.",
    reposts=4164,
    likes=482,
    score=400,
    measured_at=MORNING,
    code_url="https://github.com/ada/friends",
    project_url="https://example.org/friends",
    signals={"upvotes": 31, "github_stars": 1},
    posts=(SAID, GONE),
)
COLD = Paper(arxiv_id="quant-ph/0201082", rank=2, title="An old one", score=4)
COVERAGE = Coverage(
    source="huggingface",
    url="https://huggingface.co/papers/date/2021-04-07",
    listed=48,
    shown=30,
    below=15,
    incomplete=3,
    counted_by=("huggingface", "hackernews"),
    counted_at=MORNING,
)
DAY = Digest(
    date=dt.date(2021, 4, 7),
    collected_at=MORNING,
    papers=(HOT, COLD),
    coverage=(COVERAGE,),
)
EMPTY = Digest(date=dt.date(2021, 4, 10), collected_at=MORNING)


def render(
    name: str,
    config: Config | None = None,
    theme: dict[str, str] | None = None,
    options: dict[str, Any] | None = None,
    **context: object,
) -> str:
    """Render a template in an environment as strict as a site may choose."""
    env = Environment(  # noqa: S701 - as Pelican has it
        loader=ChoiceLoader([DictLoader(theme or {})]),
        undefined=StrictUndefined,
        **(options or {"trim_blocks": True, "lstrip_blocks": True}),
    )
    config = config or Config()
    install(env, config)
    template = env.get_template(f"hotpapers/{name}.html")
    given = {"hotpapers": config, "hotpapers_files": "/theme/hotpapers"}
    return template.render(given, **context)


def show(name: str, config: Config | None = None, **context: object) -> Elements:
    return Elements(render(name, config, **context))


def words(text: str) -> str:
    return " ".join(text.split())
