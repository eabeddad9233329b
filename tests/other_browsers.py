"""Firefox, and WebKit, which Safari is made of: what a reader does, in either of them.

Playwright speaks to Debian's Firefox as it is. No WebKit of Debian's understands it:
that one is driven as every browser once was, by WebDriver.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Page, Playwright
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from urllib3.exceptions import HTTPError

HEIGHT = 900
PATIENCE = 60_000  # ms, of what waits for a page of a busy machine
TRIES = 3
"""How often a browser is begun that does not answer."""
NOWHERE = 9
"""The port of loopback where nobody answers what is asked of others."""
LOOPBACK_ALONE: dict[str, str | float | bool] = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": NOWHERE,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": NOWHERE,
}

WITHOUT_GRAPHICS_CARD = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
"""WebKit then paints before a picture is taken, and not some frames later."""


class Tab(Protocol):
    """A tab of a browser."""

    def open(self, url: str) -> None:
        """Go to a page, and wait until it has loaded."""

    def resize(self, width: int) -> None:
        """Make the window as wide as this, or as narrow as it gets."""

    def run(self, script: str) -> Any:
        """Return what the body of an asynchronous function returns in the page."""

    def click(self, css: str) -> None:
        """Click the first of these elements."""

    def press(self, keys: str) -> None:
        """Press keys one after the other."""

    def picture(self, css: str) -> bytes:
        """Return what the first of these elements looks like."""


Tabs = Callable[[], AbstractContextManager[Tab]]


def wait_for(tab: Tab, condition: str) -> None:
    """Wait until an expression is true in the page."""
    tab.run(
        f"""for (const end = Date.now() + {PATIENCE}; !({condition}); ) {{
          if (Date.now() > end) throw Error(`it never came true on ${{location}}`);
          await new Promise((go) => setTimeout(go, 20));
        }}"""
    )


class _FirefoxTab:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto(url)

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def run(self, script: str) -> Any:
        return self.page.evaluate(f"async () => {{ {script} }}")

    def click(self, css: str) -> None:
        self.page.locator(css).first.click()

    def press(self, keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def picture(self, css: str) -> bytes:
        return self.page.locator(css).first.screenshot()


@contextmanager
def firefox(playwright: Playwright) -> Iterator[Tabs]:
    """Open Firefox, which reaches nothing but loopback."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        pytest.skip("Firefox is not here: install Debian's package `firefox-esr`")
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=program,
        firefox_user_prefs=LOOPBACK_ALONE,
    )

    @contextmanager
    def open_tab() -> Iterator[Tab]:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        yield _FirefoxTab(context.new_page())
        context.close()

    yield open_tab
    browser.close()


class _WebKitTab:
    def __init__(self, driver: webdriver.Remote) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    def resize(self, width: int) -> None:
        self.driver.set_window_size(width, HEIGHT)

    def run(self, script: str) -> Any:
        returned, fault = self.driver.execute_async_script(
            f"""const done = arguments[0];
            (async () => {{ {script} }})()
              .then((it) => done([it, null]), (it) => done([null, `${{it}}`]));"""
        )
        assert fault is None, fault
        return returned

    def click(self, css: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, css).click()

    def press(self, keys: str) -> None:
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def picture(self, css: str) -> bytes:
        return self.driver.find_element(By.CSS_SELECTOR, css).screenshot_as_png


@contextmanager
def _screen() -> Iterator[str]:
    """Make a screen that nobody sees, since WebKit's browser needs a window."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"1600x{HEIGHT}x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        yield f":{server.stdout.readline().strip()}"
        server.terminate()


@contextmanager
def webkit(_: Playwright) -> Iterator[Tabs]:
    """Open WebKit's own small browser, with its driver."""
    program = shutil.which("WebKitWebDriver")
    browsers = sorted(Path("/usr/lib").glob("*/webkit*gtk-*/MiniBrowser"))
    for found, package in (
        (program and browsers, "webkit2gtk-driver"),
        (shutil.which("Xvfb"), "xvfb"),
    ):
        if not found:
            pytest.skip(f"WebKit is not here: install Debian's package `{package}`")
    options = Options()
    options.binary_location = str(browsers[-1])
    options.add_argument("--automation")
    with _screen() as display:
        environment = {**os.environ, "DISPLAY": display, **WITHOUT_GRAPHICS_CARD}

        @contextmanager
        def open_tab() -> Iterator[Tab]:
            service, driver = _driven(str(program), options, environment)
            driver.set_script_timeout(2 * PATIENCE / 1000)
            yield _WebKitTab(driver)
            driver.quit()
            service.stop()

        yield open_tab


def _driven(
    program: str, options: Options, environment: dict[str, str], tries: int = TRIES
) -> tuple[Service, webdriver.Remote]:
    """Begin the driver and the browser that it drives.

    A browser that ends while it begins, as one of some hundreds does, is waited for by
    its driver for ever.
    """
    service = Service(executable_path=program, env=environment)
    service.start()
    config = ClientConfig(service.service_url, timeout=PATIENCE // 1000)
    try:
        driver = webdriver.Remote(
            service.service_url, options=options, client_config=config
        )
    except HTTPError:
        service.stop()
        if tries == 1:
            raise
        return _driven(program, options, environment, tries - 1)
    config.timeout = 3 * PATIENCE // 1000
    return service, driver


BROWSERS = {"firefox": firefox, "webkit": webkit}
