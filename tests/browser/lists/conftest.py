"""A site whose readers have lists, and a tab that keeps its strict policy."""

import pytest
from reader_pages import FILES, settings, strict


@pytest.fixture
def site(request, built):
    return built(FILES, **settings(RELATIVE_URLS=getattr(request, "param", False)))


@pytest.fixture
def page(request, visit, site):
    with visit(width=getattr(request, "param", 1280)) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        told = strict(page, site)
        yield page
        ours = [line for line in told if "hotpapers" in line or "http" not in line]
        assert [line for line in ours if "style" not in line] == []
