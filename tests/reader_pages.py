"""A site as its readers have it in a browser: below a folder, under a strict policy."""

from typing import Any

FOLDER = "blog"
"""The site stands below its server's root, as a project's pages do."""
POLICY = "default-src 'self'"


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
