"""The page of a day with keys, marks and copy buttons."""

import pytest
from browser.comforts.day import DIGEST
from reader_pages import settings


@pytest.fixture(params=[True, False], ids=["relative", "absolute"])
def either(request, built):
    files = {"hotpapers/2021-12-31.yaml": DIGEST}
    return built(files, **settings(RELATIVE_URLS=request.param))


@pytest.fixture
def site(built):
    return built({"hotpapers/2021-12-31.yaml": DIGEST}, **settings())


@pytest.fixture
def page(visit):
    with visit() as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        faults = []
        page.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108
        yield page
        assert faults == []
