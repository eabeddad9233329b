"""A site as its readers have it in a browser: below a folder, under a strict policy."""

from typing import Any

FOLDER = "blog"
"""The site stands below its server's root, as a project's pages do."""
POLICY = "default-src 'self'"
DAY = f"{FOLDER}/hot-papers-2021-12-31.html"
OTHER_DAY = f"{FOLDER}/hot-papers-2021-12-30.html"
LISTS = f"{FOLDER}/papers/lists.html"
TOP = f"{FOLDER}/papers/top.html"
INDEX = f"{FOLDER}/papers/index.html"
DIGEST = r"""
date: 2021-12-31
papers:
- arxiv_id: '2104.00001'
  title: Zebras <img src=x onerror=alert(1)> & 100% flies
  authors: Ann Reader, Bo Ødegård
  score: 9
  categories: [cs.LG]
  abstract: Stripes confuse flies.
- arxiv_id: quant-ph/0201082
  title: Tigers
  score: 8
  authors: Cy Lind
  categories: [cs.SY]
  abstract: Tigers sleep in tall grass, by Schr\"odinger's box.
- arxiv_id: '2104.00003'
  title: Lions
  score: 7
  categories: [cs.CV]
"""
EARLIER = """
date: 2021-12-30
papers:
- arxiv_id: '2103.00009'
  title: Diffusion in ponds
  authors: Ann Reader
  score: 5
  categories: [physics.flu-dyn]
  abstract: Water moves.
"""
FILES = {"hotpapers/2021-12-31.yaml": DIGEST, "hotpapers/2021-12-30.yaml": EARLIER}
"""Two days, whose papers have all that an author, a title and a name may have."""
ZEBRAS, TIGERS, LIONS = (
    "Zebras <img src=x onerror=alert(1)> & 100% flies",
    "Tigers",
    "Lions",
)


def settings(**others: Any) -> dict[str, Any]:
    """Return the settings of such a site, some of them others."""
    return {
        "PLUGINS": ["pelican_hotpapers"],
        "THEME": "notmyidea",
        "SITEURL": f"/{FOLDER}",
        "OUTPUT_PATH": f"output/{FOLDER}",
        "HOTPAPERS_SEARCH": False,
        **others,
    }


def strict(page: Any, site: Any) -> list[str]:
    """Serve the pages of a tab under the policy.

    Returns:
        What the console says; and, beginning with ``hotpapers-``, what a script fails
        at, and what is asked of others. It grows as pages are opened.
    """
    told: list[str] = []

    def with_policy(route: Any) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    def ask(request: Any) -> None:
        if not request.url.startswith((site.url, "blob:")):
            told.append(f"hotpapers- {request.url}")

    page.route("**/*.html", with_policy)
    page.on("console", lambda line: told.append(line.text))
    page.on("pageerror", lambda fault: told.append(f"hotpapers- {fault}"))
    page.on("request", ask)
    return told


def bookmark(page: Any, *titles: str) -> None:
    """Bookmark papers on the page of their day."""
    for title in titles:
        name = page.locator(".hotpapers-name", has_text=title)
        paper = page.locator(".hotpapers-paper").filter(has=name)
        paper.get_by_role("button", name="bookmark").click()
