"""Posts of X, as its API gives them."""

import pytest
from loopback.x import X as Service
from sources.signals.x.posts import NOW, ONE, SINCE, TWO

from pelican_hotpapers.sources.signals.x import X


@pytest.fixture
def hear(server, context):
    """Hear what X says, whose posts these are."""

    def hear(*posts, papers=(ONE, TWO), since=SINCE, until=NOW, max_posts=1000, **how):
        service = Service(posts, now=NOW, **how)
        signal = X(context(), service.speak(server), max_posts)
        heard = signal.mentions(papers, since, until)
        hear.asked = service.asked
        return heard

    return hear
