"""The search in a real browser: a query is typed, and its paper is there."""

import pytest
from playwright.sync_api import expect

from pelican_hotpapers.outputs.search_index import is_possible

pytestmark = pytest.mark.skipif(
    not is_possible(), reason="Pagefind is not here: install `pagefind[bin]`"
)

FOLDER = "blog"
"""The site stands below its server's root, as a project's pages do."""
PAGE = f"{FOLDER}/papers/search.html"
DIGEST = """\
date: 2021-12-31
papers:
- arxiv_id: '2104.00001'
  title: Zebras <img src=x onerror=alert(1)> $a<b$
  score: 9
  categories: [cs.LG]
  abstract: Stripes <script>alert(1)</script> confuse flies.
- arxiv_id: '2104.00002'
  title: Stripes of tigers
  score: 8
  categories: [cs.CV]
  code_url: https://github.com/a/b
"""
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:"
)


@pytest.fixture(params=[True, False], ids=["relative", "absolute"])
def site(request, built):
    return built(
        {"hotpapers/2021-12-31.yaml": DIGEST},
        PLUGINS=["pelican_hotpapers"],
        THEME="notmyidea",
        RELATIVE_URLS=request.param,
        SITEURL=f"/{FOLDER}",
        OUTPUT_PATH=f"output/{FOLDER}",
    )


def results(page, count=1):
    """Wait for so many results, and return the addresses and titles of all."""
    links = page.locator(".hotpapers-found a")
    expect(links).to_have_count(count)
    return links.evaluate_all("all => all.map(a => [a.href, a.textContent])")


def said(page):
    """Return where the page says how many papers were found."""
    return page.locator(".hotpapers-about[role=status]")


def test_a_query_finds_its_paper(site, visit):
    asked, spoken = [], []
    with visit() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: spoken.append(dialog.message))
        page.goto(site.url + PAGE)
        page.get_by_role("searchbox").fill("zebra flies")
        ((address, title),) = results(page)
        assert title == "Zebras <img src=x onerror=alert(1)> a<b"
        page.locator(".hotpapers-found a").click()
        page.wait_for_url("**/2104.00001.html")
        assert page.url == address == f"{site.url}{FOLDER}/papers/2104.00001.html"
        assert page.get_by_role("heading", name="Zebras").count() == 1
    assert all(url.startswith((site.url, "data:")) for url in asked)
    assert spoken == []


def test_a_query_in_the_address_is_searched_for_and_stays_there(site, visit):
    with visit() as page:
        page.goto(f"{site.url}{PAGE}?q=2104.00002")
        assert [title for _, title in results(page)] == ["Stripes of tigers"]
        assert page.get_by_role("searchbox").input_value() == "2104.00002"
        page.get_by_role("searchbox").fill("flies & <b>")
        page.wait_for_url("**?q=flies*")
        page.reload()
        assert page.get_by_role("searchbox").input_value() == "flies & <b>"


def test_results_are_narrowed_down(site, visit):
    with visit() as page:
        page.goto(f"{site.url}{PAGE}?q=stripes")
        results(page, 2)
        page.get_by_role("checkbox", name="with code").check()
        assert [title for _, title in results(page)] == ["Stripes of tigers"]
        page.get_by_role("checkbox", name="with code").uncheck()
        results(page, 2)
        page.get_by_label("Categories").select_option("cs.LG")
        assert len(results(page)) == 1
        expect(said(page)).to_have_text("1 paper")
        page.wait_for_url("**?q=stripes&category=cs.LG")
        page.reload()
        assert len(results(page)) == 1
        page.get_by_role("searchbox").fill("tigers")
        expect(said(page)).to_have_text("No papers found")


def test_a_strict_policy_is_kept(site, visit):
    with visit() as page:
        refused = []
        page.on("console", lambda line: refused.append(line.text))

        def with_policy(route):
            answer = route.fetch()
            headers = {**answer.headers, "content-security-policy": POLICY}
            route.fulfill(response=answer, headers=headers)

        page.route("**/search.html*", with_policy)
        page.goto(f"{site.url}{PAGE}?q=tigers")
        assert results(page)
        assert not [text for text in refused if "Content Security Policy" in text]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_results_are_accessible(site, visit, axe, scheme, width):
    with visit(width=width, scheme=scheme) as page:
        page.goto(f"{site.url}{PAGE}?q=stripes")
        results(page, 2)
        page.evaluate(axe)
        found = page.evaluate("() => axe.run('.hotpapers-search')")
        assert [fault["id"] for fault in found["violations"]] == []
        assert page.evaluate("document.body.scrollWidth") <= width


def test_a_missing_index_is_told(site, visit):
    with visit() as page:
        page.route("**/pagefind/**", lambda route: route.fulfill(status=404))
        page.goto(site.url + PAGE)
        page.get_by_text("The search cannot be loaded here").wait_for()
        assert page.get_by_role("searchbox").count() == 0


def test_without_a_script_there_are_lists(site, visit):
    with visit(javascript=False) as page:
        page.goto(site.url + PAGE)
        assert page.get_by_text("The search needs JavaScript").is_visible()
        assert not page.get_by_text("The search cannot be loaded here").is_visible()
        page.get_by_role("link", name="Categories", exact=True).click()
        page.wait_for_url("**/papers/categories.html")
