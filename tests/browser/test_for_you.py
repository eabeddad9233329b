"""The ranking by a reader's bookmarks, with clicks and keys, and what it learns."""

import itertools
import json

import numpy as np
import pytest
from browser.test_accessibility import VIEWS
from playwright.sync_api import expect
from reader_pages import FOLDER, LISTS, settings, strict
from reader_pages import bookmark as bookmark_here
from scipy import sparse
from sklearn.linear_model import LogisticRegression

FOR_YOU = f"{FOLDER}/papers/for-you.html"
SUBJECTS = {
    "Whales": "ocean whale song hydrophone migration krill sonar pod",
    "Bridges": "steel truss load fatigue cable river girder vibration",
    "Bread": "dough yeast oven crust flour ferment loaf starch",
}
COMMON = "study method result model data approach measure compare"
DAYS = 17


def day_of(number):
    return f"2021-{11 + number // 16:02}-{1 + number % 16:02}"


def digest(number):
    """Return a day with two papers of each subject, whales last and bread first."""
    lines = [f"date: {day_of(number)}", "papers:"]
    for n, (subject, half) in enumerate(itertools.product([*SUBJECTS][::-1], (0, 1))):
        words = SUBJECTS[subject].split()
        own = [words[(number + half * 3 + k) % len(words)] for k in range(5)]
        common = COMMON.split()
        said = [common[(number * 3 + n + k) % len(common)] for k in range(5)]
        lines += [
            f"- arxiv_id: '2111.{number:03}{n + 1:02}'",
            f"  title: {subject} {number} {'ab'[half]}",
            f"  authors: Ann {subject}, Bo Lind",
            f"  score: {100 - 10 * n}",
            "  categories: [cs.LG]",
            f"  abstract: {' '.join(own + said)}.",
        ]
    return "\n".join(lines)


FILES = {f"hotpapers/{day_of(n)}.yaml": digest(n) for n in range(DAYS)}
NEWEST, OLDEST = day_of(DAYS - 1), day_of(0)


@pytest.fixture
def site(request, built):
    relative = getattr(request, "param", False)
    return built(FILES, **settings(THEME="simple", RELATIVE_URLS=relative))


@pytest.fixture
def wide(visit, site):
    with visit() as page:
        told = strict(page, site)
        yield page
        assert [line for line in told if "hotpapers-" in line] == []


def bookmark(page, site, number, *titles):
    page.goto(f"{site.url}{FOLDER}/hot-papers-{day_of(number)}.html")
    bookmark_here(page, *titles)


def ranking(page):
    """Wait for the ranking, and return the titles in it."""
    expect(page.locator(".hotpapers-told")).to_contain_text("Ranked by")
    return page.locator(".hotpapers-own .hotpapers-name").all_inner_texts()


def like_whales(page, site):
    for number in (1, 4, 6):
        bookmark(page, site, number, f"Whales {number} a")


def weigh(page, heat):
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home" if not heat else "End")


@pytest.mark.parametrize(
    ("width", "site"),
    [(360, True), (1280, False)],
    ids=["360-relative", "1280-absolute"],
    indirect=["site"],
)
def test_papers_like_those_bookmarked_come_first_and_it_is_said_why(site, visit, width):
    with visit(width=width) as page:
        told = strict(page, site)
        like_whales(page, site)
        page.get_by_role("link", name="For you").click()
        weigh(page, heat=0)
        titles = ranking(page)
        assert len(titles) == 20
        # Of the last 14 days, which are 3 to 16: two papers each, two bookmarked.
        whales = [title.startswith("Whales") for title in titles]
        assert all(whales)
        first = page.locator(".hotpapers-own .hotpapers-paper").first
        why = first.locator(".hotpapers-why")
        words = why.locator("span").first.inner_text().split(", ")
        assert {*words} <= {*SUBJECTS["Whales"].split(), "whales"}
        assert why.locator("a").count() == 2
        assert all("Whales" in it for it in why.locator("a").all_inner_texts())
        page.get_by_role("button", name="more").click()
        assert len(ranking(page)) == 40
        assert told == []
        wider = "() => document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wider) <= 0


def test_the_days_heat_is_weighed_by_a_slider(site, wide):
    like_whales(wide, site)
    wide.goto(site.url + FOR_YOU)
    weigh(wide, heat=1)
    assert {title.split()[0] for title in ranking(wide)[:14]} == {"Bread"}
    weigh(wide, heat=0)
    assert {title.split()[0] for title in ranking(wide)[:14]} == {"Whales"}


def test_keys_bookmark_and_what_is_chosen_counts_when_it_is_ranked_again(site, wide):
    like_whales(wide, site)
    wide.goto(site.url + FOR_YOU)
    weigh(wide, heat=0)
    before = ranking(wide)
    wide.get_by_role("slider").evaluate("(it) => it.blur()")
    wide.keyboard.press("j")
    wide.keyboard.press("l")
    assert ranking(wide) == before
    wide.get_by_role("button", name="rank again").click()
    expect(wide.locator(".hotpapers-own .hotpapers-name").first).not_to_have_text(
        before[0]
    )
    assert before[0] not in ranking(wide)
    assert not wide.get_by_role("button", name="rank again").is_visible()


def test_fewer_like_this_come_later(site, wide):
    for number in (1, 4):
        bookmark(wide, site, number, f"Whales {number} a", f"Bread {number} b")
    wide.goto(site.url + FOR_YOU)
    weigh(wide, heat=0)
    assert any(title.startswith("Bread") for title in ranking(wide)[:14])
    for _ in range(3):
        breads = wide.locator(".hotpapers-own .hotpapers-paper", has_text="Ann Bread")
        breads.first.get_by_role("button", name="less like this").click()
        wide.get_by_role("button", name="rank again").click()
        expect(wide.get_by_role("button", name="rank again")).to_be_hidden()
    shares = [title.startswith("Whales") for title in ranking(wide)[:14]]
    assert sum(shares) >= 12


def test_each_list_has_a_ranking_of_its_own(site, wide):
    like_whales(wide, site)
    wide.goto(site.url + LISTS)
    wide.get_by_label("New list").fill("Work")
    wide.keyboard.press("Enter")
    for number in (0, 3, 5):
        bookmark(wide, site, number, f"Bridges {number} a")
    wide.goto(site.url + FOR_YOU)
    weigh(wide, heat=0)
    for name, subject in (("Work", "Bridges"), ("Bookmarks", "Whales")):
        wide.locator(".hotpapers-tabs").get_by_role("button", name=name).click()
        first = wide.locator(".hotpapers-own .hotpapers-name").first
        expect(first).to_contain_text(subject)
        assert {title.split()[0] for title in ranking(wide)[:12]} == {subject}


def test_the_archive_is_ranked_if_it_is_asked_for(site, wide):
    like_whales(wide, site)
    wide.goto(site.url + FOR_YOU)
    weigh(wide, heat=0)
    assert f"Whales {0} a" not in ranking(wide)
    wide.get_by_role("combobox").select_option("all")
    weigh(wide, heat=0)
    wide.get_by_role("button", name="more").click()
    assert {f"Whales {n} b" for n in (0, 1, 2)} <= {*ranking(wide)}


def test_what_it_does_not_know_it_says(site, wide):
    wide.goto(site.url + FOR_YOU)
    expect(wide.locator(".hotpapers-told")).to_contain_text("Bookmark 3 papers or more")
    titles = ranking(wide)
    assert titles[0].startswith("Bread")  # by heat
    like_whales(wide, site)
    far = {"title": "Far", "url": "https://arxiv.org/abs/2605.00001"}
    wide.evaluate(
        """(far) => {
          const key = document.querySelector("[src*=papers-comforts]").src;
          const kept = JSON.parse(localStorage[key]);
          localStorage[key] = JSON.stringify({ ...kept, "save arxiv-2605.00001": far });
        }""",
        far,
    )
    wide.goto(site.url + FOR_YOU)
    expect(wide.locator(".hotpapers-told")).to_contain_text("s papers: 1.")


@pytest.mark.parametrize(
    ("where", "site"),
    [("top.html", True), ("2111.00105.html", False), ("cs.LG.html", True)],
    ids=["top-relative", "paper-absolute", "category-relative"],
    indirect=["site"],
)
def test_a_paper_counts_wherever_it_was_bookmarked(site, wide, where):
    wide.goto(f"{site.url}{FOLDER}/papers/{where}")
    wide.locator(".hotpapers-paper").first.get_by_role(
        "button", name="bookmark"
    ).click()
    wide.goto(site.url + FOR_YOU)
    expect(wide.locator(".hotpapers-told")).to_contain_text("Ranked by 1 bookmark.")


def test_an_old_bookmark_without_a_day_counts(site, wide):
    wide.goto(site.url + FOR_YOU)
    url = f"{site.url}{FOLDER}/papers/2111.00105.html"
    kept = {"save arxiv-2111.00105": {"title": "Whales 1 a", "url": url}}
    wide.evaluate(
        """(kept) => {
          localStorage[document.querySelector("[src*=papers-comforts]").src] = kept;
        }""",
        json.dumps(kept),
    )
    wide.reload()
    expect(wide.locator(".hotpapers-told")).to_contain_text("Ranked by 1 bookmark.")


def test_the_three_that_fit_best_are_marked_if_that_is_wanted(site, wide):
    like_whales(wide, site)
    fits = wide.locator(".hotpapers-fits")
    newest = f"{site.url}{FOLDER}/hot-papers-{NEWEST}.html"
    wide.goto(newest)
    wide.locator(".hotpapers-tools").first.wait_for()
    assert fits.count() == 0
    wide.goto(site.url + FOR_YOU)
    wide.get_by_role("button", name="mark the three papers").click()
    wide.goto(newest)
    expect(fits).to_have_count(3)
    marked = wide.locator(".hotpapers-paper", has=fits)
    names = marked.locator(".hotpapers-name").all_inner_texts()
    assert sum(name.startswith("Whales") for name in names) == 2
    assert "Fits your bookmarks: " in fits.first.inner_text()


def test_without_javascript_it_says_what_it_needs_and_has_no_control(site, visit):
    with visit(javascript=False) as page:
        page.goto(site.url + FOR_YOU)
        assert "needs JavaScript" in page.locator("body").inner_text()
        assert "cannot be made" not in page.locator("body").inner_text()
        for role in ("button", "slider", "combobox"):
            assert page.get_by_role(role).count() == 0


def test_without_storage_it_ranks_by_heat(site, wide):
    wide.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('', 'SecurityError') }})"
    )
    wide.goto(site.url + FOR_YOU)
    assert ranking(wide)[0].startswith("Bread")


def test_where_the_words_cannot_be_loaded_it_says_so(site, wide):
    wide.route("**/vocabulary.json", lambda route: route.fulfill(status=404))
    wide.goto(site.url + FOR_YOU)
    wide.get_by_text("cannot be made here").wait_for()


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_it_is_accessible(site, visit, axe, width, scheme):
    with visit(width=width, scheme=scheme) as page:
        like_whales(page, site)
        page.goto(site.url + FOR_YOU)
        ranking(page)
        page.evaluate(axe)
        found = page.evaluate("() => axe.run('.hotpapers-page')")
        assert [(it["id"], it["nodes"][0]["html"]) for it in found["violations"]] == []


# The model


def learnt(page, site, *given):
    """Return what the browser learns: the weights, and what rows add to them.

    Given are the rows, their labels, their counts, the columns, the penalty.
    """
    return page.evaluate(
        """async ([url, rows, labels, counts, columns, C]) => {
          const { learn, share } = await import(url);
          const w = learn(rows, labels, counts, columns, C);
          const of = rows.map((row, n) => share(row, labels[n], counts[n], w, C));
          return [[...w], of];
        }""",
        [
            f"{site.url}{FOLDER}/theme/hotpapers/hotpapers-model.js",
            *given,
        ],
    )


@pytest.mark.parametrize("penalty", [0.1, 1, 10, 100])
def test_the_model_is_scikit_learns(site, wide, penalty):
    """To a thousandth of the largest weight."""
    rng = np.random.default_rng(7)
    table = sparse.random(120, 60, density=0.2, rng=rng, format="csr")
    labels = np.where(rng.random(120) < 0.1, 1, -1)
    labels[:2] = 1, -1
    counts = np.where(labels > 0, 1.0, 0.1)
    rows = [
        {"at": row.indices.tolist(), "by": row.data.tolist()}
        for row in (table[n] for n in range(120))
    ]
    wide.goto(site.url + FOR_YOU)
    found, of_rows = learnt(
        wide, site, rows, labels.tolist(), counts.tolist(), 60, penalty
    )
    theirs = LogisticRegression(C=penalty, tol=1e-10, max_iter=10_000)
    theirs.fit(table, labels, sample_weight=counts)
    expected = [*theirs.coef_[0], theirs.intercept_[0]]
    assert found == pytest.approx(expected, abs=1e-3 * np.abs(expected).max())
    # What rows add makes the weights: so it may be said which papers spoke for one.
    assert found[:-1] == pytest.approx(table.T @ np.array(of_rows), abs=1e-3 * penalty)
