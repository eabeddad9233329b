"""The search in a real browser: a query is typed, and its paper is there."""

import json
import re
from itertools import count
from urllib.parse import quote

import pytest
from browser.test_accessibility import VIEWS
from playwright.sync_api import expect

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
POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.fixture
def site(request, built):
    return built(
        {"hotpapers/2021-12-31.yaml": DIGEST},
        PLUGINS=["pelican_hotpapers"],
        THEME="notmyidea",
        RELATIVE_URLS=getattr(request, "param", False),
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


@pytest.mark.parametrize(
    "site", [True, False], ids=["relative", "absolute"], indirect=True
)
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


PAPERS = {
    "2019-05-02": [
        ("Networks of cells", "Modelling is hard."),
        ("Tides", "A network."),
    ],
    "2021-12-30": [
        (
            "Optimizing policies",
            "By Erd\u0151s, of \u0130zmir: x\u00b2 \u2014 sparse_rewards.",
        ),
        (
            "Transformers",
            "\u6df1\u5ea6\u5b66\u7fd2 for pupils. "
            + "Much is said. " * 20
            + "A policy of GPT-4.",
        ),
    ],
    "2021-12-31": [("A model network", "Of networks, and of their networking.")],
}


@pytest.fixture
def varied(built):
    """A site whose papers are in an index of 2019 and one of 2021's last month."""
    numbers = count(1)
    return built(
        {
            f"hotpapers/{day}.json": json.dumps(
                {
                    "date": day,
                    "papers": [
                        {
                            "arxiv_id": f"1905.{next(numbers):05}",
                            "title": title,
                            "abstract": abstract,
                            "categories": ["cs.LG"],
                        }
                        for title, abstract in papers
                    ],
                }
            )
            for day, papers in PAPERS.items()
        },
        PLUGINS=["pelican_hotpapers"],
        THEME="simple",
        HOTPAPERS_SEARCH=True,
        OUTPUT_PATH=f"output/{FOLDER}",
    )


QUERIES = {
    "networks": ["Networks of cells", "A model network", "Tides"],
    "NETWORKING": ["A model network", "Networks of cells", "Tides"],
    "netw": ["A model network", "Networks of cells", "Tides"],
    "network tides": ["Tides"],
    "network rhubarb": [],
    "model": ["A model network", "Networks of cells"],
    "policy": ["Optimizing policies", "Transformers"],
    "optimization": ["Optimizing policies"],
    "erdos izmir": ["Optimizing policies"],
    "Erd\u0151s": ["Optimizing policies"],
    "x2 rewards": ["Optimizing policies"],
    "\u6df1\u5ea6": ["Transformers"],
    "gpt-4": ["Transformers"],
    "1905.00004v2": ["Transformers"],
    "\u2026": [],
    "=cs.LG constructor __proto__": [],
}


def test_words_are_found_in_all_their_forms_those_of_titles_first(varied, visit):
    found = {}
    with visit() as page:
        for query, titles in QUERIES.items():
            page.goto(f"{varied.url}{PAGE}?q={quote(query)}")
            expect(said(page)).to_have_text(re.compile("papers?( |$)"))
            found[query] = [title for _, title in results(page, len(titles))]
    assert found == QUERIES


def test_a_year_is_chosen(varied, visit):
    with visit() as page:
        page.goto(f"{varied.url}{PAGE}?q=network")
        results(page, 3)
        page.get_by_label("Years").select_option("2019 (2)")
        assert [title for _, title in results(page, 2)] == [
            "Networks of cells",
            "Tides",
        ]
        page.wait_for_url("**?q=network&year=2019")
        page.reload()
        results(page, 2)


def test_a_result_shows_where_the_words_are(varied, visit):
    with visit() as page:
        page.goto(f"{varied.url}{PAGE}?q=policies+gpt")
        results(page)
        text = page.locator(".hotpapers-found p")
        assert text.locator("mark").all_inner_texts() == ["policy", "GPT"]
        assert re.fullmatch(r"\u2026.* said\. A policy of GPT-4\.", text.inner_text())
        page.get_by_role("searchbox").fill("transformers")
        expect(text.locator("mark")).to_have_count(0)
        assert text.inner_text().startswith("\u6df1\u5ea6\u5b66\u7fd2 for pupils.")


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


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
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
        page.route("**/search/**", lambda route: route.fulfill(status=404))
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


@pytest.mark.parametrize("paper_pages", [True, False], ids=["pages", "no pages"])
def test_results_are_marked_and_folded_by_the_readers_rules(built, visit, paper_pages):
    site = built(
        {"hotpapers/2021-12-31.yaml": DIGEST},
        PLUGINS=["pelican_hotpapers"],
        SITEURL=f"/{FOLDER}",
        OUTPUT_PATH=f"output/{FOLDER}",
        HOTPAPERS_PAPER_PAGES=paper_pages,
    )
    with visit() as page:
        page.goto(f"{site.url}{FOLDER}/papers/lists.html")
        form = page.locator("[data-form=addRule]")
        for act, kind, text in (
            ("follow", "category", "cs.LG"),
            ("leave", "word", "tigers"),
        ):
            form.locator("select").first.select_option(act)
            form.locator("select").last.select_option(kind)
            form.get_by_label("Words, name or category").fill(text)
            form.get_by_role("button", name="Add").click()
        page.goto(f"{site.url}{PAGE}?q=stripes")
        rows = page.locator(".hotpapers-found li")
        expect(rows).to_have_count(2)
        expect(rows.filter(has_text="Zebras")).to_contain_text("Followed: cs.LG")
        tigers = rows.filter(has_text="Left out: tigers")
        expect(tigers.locator("a")).to_be_hidden()
        tigers.get_by_role("button").click()
        expect(tigers.locator("a")).to_be_visible()
        # Another query has rows of its own.
        page.get_by_role("searchbox").fill("zebra")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("Followed: cs.LG")
