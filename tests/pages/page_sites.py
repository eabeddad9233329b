"""A small site with pages of the plugin's own, and what these list."""

import re

SETTINGS = {"PLUGINS": ["pelican_hotpapers"], "SITEURL": "https://hotpapers.example"}


def made(date, *papers):
    """A digest whose papers are (number, score, facts)."""
    lines = [f"date: {date}", "papers:"]
    for number, score, facts in papers:
        lines += [
            f"- arxiv_id: '2104.{number:05}'",
            f"  title: Paper {number}",
            f"  score: {score}",
            f"  reposts: {score}",
            *(f"  {name}: {value}" for name, value in facts.items()),
        ]
    return "\n".join(lines) + "\n"


ML = {"categories": "[cs.LG, stat.ML]"}
CV = {"categories": "[cs.CV]", "code_url": "https://github.com/a/b"}
FILES = {
    "hotpapers/2021-04-06.yaml": made(
        "2021-04-06", (1, 90, ML), (2, 70, CV), (3, 50, ML)
    ),
    "hotpapers/2021-04-07.yaml": made("2021-04-07", (4, 95, CV), (1, 80, ML)),
    "hotpapers/2021-06-15.yaml": made("2021-06-15", (5, 60, ML)),
}


def titles(page):
    """Return the papers of a page, as they are listed."""
    return [int(number) for number in re.findall(r'id="arxiv-2104\.(\d+)"', page)]


def links(page):
    """Where a page of ours leads on its own site: to others of ours by their names."""
    site = r"https://hotpapers\.example/|\.\./"
    found = re.findall(rf'href="(?:({site})([^"#]*)|([^":#]+))["#]', page)
    return {place if way else f"papers/{name}" for way, place, name in found}


def many_papers(date, first, last, facts=ML):
    """A digest of papers with one number after another, the hottest first."""
    papers = ((number, 1000 - number, facts) for number in range(first, last + 1))
    return {f"hotpapers/{date}.yaml": made(date, *papers)}
