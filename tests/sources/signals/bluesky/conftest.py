"""Posts of Bluesky, as its API gives them."""

import pytest
from loopback.bluesky import Bluesky as Service
from sources.signals.bluesky.posts import NOW, ONE, SINCE, TWO

from pelican_hotpapers.sources.signals.bluesky import Bluesky


@pytest.fixture
def hear(server, context):
    """Hear what Bluesky says, whose posts these are."""

    def hear(*posts, papers=(ONE, TWO), since=SINCE, until=NOW, max_posts=3000):
        base_url = Service(posts).speak(server)
        signal = Bluesky(context(), base_url, max_posts)
        return signal.mentions(papers, since, until)

    return hear
