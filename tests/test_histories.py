"""Whatever happened before, a build gives what a clean one gives, and writes no more.

Histories are drawn: of each step something changes on the site, or somebody has a hand
in the output or in the cache, and the site is built. At the end the output is that of a
build that begins with nothing, byte for byte; as is that of another file of settings,
which half of them have; and building once more renders none of our pages, and changes
no file of ours.

`pytest --hypothesis-profile=histories tests/test_histories.py` draws 300 of them;
other profiles a tenth of what they draw of other things.
"""

from __future__ import annotations

import shutil

import pytest
from hot_posts import section
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Template
from site_histories import (
    DAYS,
    IDS,
    OTHER_FILE,
    STEPS,
    State,
    World,
    post,
    times,
    use_version,
)


@pytest.fixture(scope="module")
def rendered():
    """The names of the templates that were rendered."""
    names = []
    new_context = Template.new_context

    def noted(template, *args, **kwargs):
        names.append(str(template.name))
        return new_context(template, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "new_context", noted)
        yield names


@pytest.fixture(scope="module")
def begin(build_module, rendered, tmp_path_factory):
    """Begin a history: with the site of two days, and what a build leaves of it."""
    days = {
        f"{day}---Hot-Papers.md": post(
            section(1, arxiv_id=IDS[0]), section(2, arxiv_id=IDS[1]), date=day
        )
        for day in DAYS[:2]
    }
    folder, left = tmp_path_factory.mktemp("history"), tmp_path_factory.mktemp("left")
    clean = {}
    pages = World(folder, build_module, clean, rendered, State(days)).build()
    folder.rename(left / "history")

    def begin():
        shutil.copytree(left / "history", folder)
        return World(folder, build_module, clean, rendered, State({**days})), pages

    return begin


@settings(
    suppress_health_check=list(HealthCheck),
    max_examples=max(1, settings.default.max_examples // 10),
)
@given(data=st.data())
def test_a_build_gives_what_a_clean_one_gives(begin, data):
    world, pages = begin()
    try:
        for step in data.draw(st.lists(st.sampled_from(STEPS), max_size=4), "steps"):
            step(world, data)
            pages = world.build()
        made = times(world.output)
        world.assert_clean(pages)
        if data.draw(st.booleans(), "another file of settings"):
            world.assert_clean(world.build("published", **OTHER_FILE), **OTHER_FILE)
        world.assert_nothing_is_made(made)
    finally:
        use_version("")
        shutil.rmtree(world.folder)
