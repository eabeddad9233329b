"""Make the pictures in README from the example site, as it was built last.

    pelican -s example_site/pelicanconf.py
    python .ci/pictures.py

It needs the extra `browser`, and Chromium. Pictures have a palette each, so that they
stay small.
"""

from __future__ import annotations

import base64
import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

EXAMPLE = Path(__file__).parents[1] / "example_site"
OUTPUT = EXAMPLE / "output"
HOME = {"light": "screenshot-light.png", "dark": "screenshot-dark.png"}
PHONES = (
    ("hot-papers-2021-06-15.html", "light", ".hotpapers-paper"),
    ("papers/2104.01778.html", "dark", "main"),
    ("papers/cs.LG.html", "light", "main"),
    ("papers/top.html", "dark", "main"),
    ("papers/days.html", "light", "main"),
)
"""Pages, each with the scheme of its colours, and what it is scrolled to."""
PHONE = {"width": 360, "height": 720}
SMALLER = 0.8
SCROLL = "it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 16)"
ROW = """\
<body style="margin: 0; display: inline-flex; gap: 13px; padding: 13px; background: {}">
{}
"""
PICTURE = '<img style="border-radius: 8px" src="data:image/png;base64,{}">'
BACKGROUND = "#8c8579"


def main() -> None:
    """Make all pictures."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=False, args=["--disable-gpu"]
        )
        for scheme, name in HOME.items():
            write(name, home(browser, scheme))
        phones = [on_a_phone(browser, *phone) for phone in PHONES]
        write("screenshot-pages.png", in_a_row(browser, phones))
        browser.close()


def home(browser: Browser, scheme: str) -> bytes:
    """Return the home page, to the end of its newest digest."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 1090},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.goto((OUTPUT / "index.html").as_uri())
    return page.screenshot()


def on_a_phone(browser: Browser, path: str, scheme: str, css: str) -> bytes:
    """Return what a phone shows of a page, from a place of it on."""
    page = browser.new_page(
        viewport=PHONE,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=SMALLER,
    )
    page.goto((OUTPUT / path).as_uri())
    page.locator(css).first.evaluate(SCROLL)
    return page.screenshot()


def in_a_row(browser: Browser, pictures: list[bytes]) -> bytes:
    """Return pictures beside each other."""
    shown = (PICTURE.format(base64.b64encode(each).decode()) for each in pictures)
    page = browser.new_page(viewport={"width": 1600, "height": 800})
    page.set_content(ROW.format(BACKGROUND, "".join(shown)))
    return page.locator("body").screenshot()


def write(name: str, picture: bytes) -> None:
    """Write a picture into the example site's folder, with a palette."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    palette = image.quantize(128, dither=Image.Dither.NONE)
    palette.save(EXAMPLE / name, optimize=True)


if __name__ == "__main__":
    main()
