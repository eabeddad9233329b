"""The page of a day with keys, marks and copy buttons."""

import pytest
from reader_pages import FILES, settings


@pytest.fixture(params=[True, False], ids=["relative", "absolute"])
def either(request, built):
    return built(FILES, **settings(RELATIVE_URLS=request.param))


@pytest.fixture
def site(built):
    return built(FILES, **settings(RELATIVE_URLS=False))


@pytest.fixture
def page(visit):
    with visit() as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        faults = []
        page.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108
        yield page
        assert faults == []
