"""The papers of the original blog."""

import pytest

from pelican_hotpapers import read_digest


@pytest.fixture(scope="session")
def blog_papers(blog_posts):
    return [paper for post in blog_posts for paper in read_digest(post).papers]
