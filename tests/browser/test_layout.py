"""Pages that fit their window."""

import pytest

WINDOWS = (320, 768, 1280)
WIDTH = "document.scrollingElement.scrollWidth"
STICKING_OUT = """
() => [...document.querySelectorAll("body *")]
  .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
  .slice(-3).map(node => node.outerHTML.slice(0, 200))
"""


@pytest.fixture
def too_wide(visit):
    """Measure the pages that are wider than a window: how much, and what sticks out."""

    def check(site):
        found = {}
        with visit() as page:
            for path in site.pages:
                page.goto(site.url + path)
                for window in WINDOWS:
                    page.set_viewport_size({"width": window, "height": 900})
                    if (width := page.evaluate(WIDTH)) > window:
                        found[path, window] = width, page.evaluate(STICKING_OUT)
        return found

    return check


def test_no_page_is_wider_than_its_window_or_its_theme(twins, too_wide):
    ours = too_wide(twins.ours)
    plain = (
        too_wide(twins.plain.only({path for path, _ in ours})) if twins.plain else {}
    )
    assert {
        where: (width, sticking_out)
        for where, (width, sticking_out) in ours.items()
        if width > plain.get(where, (0, []))[0]
    } == {}


@pytest.mark.parametrize(
    "body", ["<p>Words.</p>", f'<pre style="overflow: auto">{"long" * 500}</pre>']
)
def test_a_page_that_fits_is_no_fault(planted, too_wide, body):
    assert too_wide(planted(body)) == {}


def test_a_page_that_is_too_wide_is_found(planted, too_wide):
    wide = '<div style="width: 500px; margin-left: -8px">Wide.</div>'
    assert too_wide(planted(wide)) == {("index.html", 320): (500, [wide])}
