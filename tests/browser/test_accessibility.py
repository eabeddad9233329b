"""What axe-core finds in Chromium: light and dark, on a phone and on a desk."""

import pytest

VIEWS = (("light", 360), ("dark", 1280))
"""A scheme changes colours, a width the layout: two views have both of each."""
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """
async (tags) => {
  const options = {runOnly: tags, resultTypes: ["violations"]};
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, nodes}) => nodes.map(({html, any}) => {
    const {fgColor, bgColor} = any[0]?.data ?? {};
    const colours = fgColor ? ` (${fgColor} on ${bgColor})` : "";
    return [id + colours, html];
  }));
}
"""


@pytest.fixture
def accessible(visit, axe):
    """Check every page of a site; a contrast is the same fault by its colours.

    Of a site that is a sample, so are the views: one for each page.
    """

    def check(site):
        with visit() as page:
            page.add_init_script(axe)
            return {
                path: _faults(page, site.url + path, views)
                for number, path in enumerate(site.pages)
                if (views := [VIEWS[number % len(VIEWS)]] if site.seed else VIEWS)
            }

    return check


def _faults(page, url, views):
    page.goto(url)
    faults = {}
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(RUN_AXE, STANDARDS)
        faults |= {f"{scheme}, {width} px: {rule}": html for rule, html in found}
    return faults


def test_every_page_is_accessible(twins, accessible):
    assert twins.new(accessible) == {}


def test_a_sound_page_has_no_fault(planted, accessible):
    assert accessible(planted("<p>Words.</p>")) == {"index.html": {}}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #aaa">Words.</p>', "color-contrast (#aaaaaa on #ffffff)"),
        ('<a href="/"></a>', "link-name"),
        ("<h4>Too deep</h4>", "heading-order"),
    ],
)
def test_a_fault_is_found(planted, accessible, body, rule):
    assert [*accessible(planted(body))["index.html"]] == [
        f"{scheme}, {width} px: {rule}" for scheme, width in VIEWS
    ]


@pytest.mark.parametrize(
    ("media", "view"),
    [
        ("(prefers-color-scheme: dark)", "dark, 1280 px"),
        ("(max-width: 400px)", "light, 360 px"),
    ],
)
def test_a_fault_of_one_view_is_found_there(planted, accessible, media, view):
    style = f"<style>@media {media} {{ p {{ color: #aaa }} }}</style>"
    faults = accessible(planted(f"{style}<p>Words.</p>"))["index.html"]
    assert [fault.partition(":")[0] for fault in faults] == [view]
