"""Where arXiv answers programs, and how often it may be asked."""

QUERY_API = "https://export.arxiv.org"
OAI_PMH = "https://oaipmh.arxiv.org"
RSS = "https://rss.arxiv.org"
PACE = 3.0
"""Seconds from one request to the next: https://info.arxiv.org/help/api/tou.html"""
