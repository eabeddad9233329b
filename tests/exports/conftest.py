"""The papers of the original blog."""

import pytest

from pelican_hotpapers import read_digest


@pytest.fixture(scope="session")
def seed_papers(seed_posts):
    return [paper for post in seed_posts for paper in read_digest(post).papers]
