"""Pages that fit their window."""

import pytest

WINDOWS = (320, 768, 1280)
WIDTH = "document.scrollingElement.scrollWidth"
STICKING_OUT = """
() => [...document.querySelectorAll("body *")]
  .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
  .slice(-3).map(node => node.outerHTML.slice(0, 200))
"""


def _widths(visit, site, windows=WINDOWS):
    """Yield each page in each window, how wide it is, and what sticks out."""
    with visit() as page:
        for path in site.pages:
            page.goto(site.url + path)
            for window in windows:
                page.set_viewport_size({"width": window, "height": 900})
                width = page.evaluate(WIDTH)
                yield (path, window), width, page.evaluate(STICKING_OUT)


def test_no_page_is_wider_than_its_window_or_its_theme(twins, visit):
    plain = _widths(visit, twins.plain) if twins.plain else ()
    allowed = {where: width for where, width, _ in plain}
    too_wide = {
        where: (width, sticking_out)
        for where, width, sticking_out in _widths(visit, twins.ours)
        if width > max(where[1], allowed.get(where, 0))
    }
    assert too_wide == {}


@pytest.mark.parametrize(
    ("body", "width"),
    [
        ("<p>Words.</p>", 320),
        ('<pre style="overflow: auto">' + "long" * 100 + "</pre>", 320),
        ('<div style="width: 500px; margin-left: -8px">Wide.</div>', 500),
    ],
)
def test_a_page_is_as_wide_as_what_is_in_it(planted, visit, body, width):
    ((_, found, _),) = _widths(visit, planted(body), windows=(320,))
    assert found == width
