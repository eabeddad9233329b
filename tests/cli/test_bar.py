"""The bar of ``hotpapers collect`` on a screen, as a terminal draws it."""

import datetime as dt
import sys
from pathlib import Path

import pyte
from loopback.faults import FAULTS
from pseudo_terminal import in_terminal

from pelican_hotpapers.collect import last_days

SCRIPT = Path(sys.executable).with_name("hotpapers")


def on_screen(shown):
    """Return the lines that stand on a screen when all this was written to it."""
    screen = pyte.Screen(100, 60)
    pyte.Stream(screen).feed(shown)
    return [line.rstrip() for line in screen.display if line.strip()]


def test_each_day_has_a_line_of_its_own_above_the_bar(site, server):
    days = last_days(4, dt.datetime.now(dt.UTC))
    site("huggingface", days=days)
    server.faults["/api/daily_papers"] = [FAULTS["503"]]
    shown, status = in_terminal(SCRIPT, "collect", "--since", days[0])
    assert (status, "0/4" in shown) == (1, True), "one day failed; there was a bar"
    *lines, summary, still_open = on_screen(shown)
    assert summary == "4 days: 1 failed, 3 collected"
    assert still_open.startswith("1 day incomplete, and asked for again from ")
    assert sorted({line[:10] for line in lines}) == [str(day) for day in days]
    assert [line[10:] for line in lines].count("  collected, 3 papers") == 3
    failed, why = (line for line in lines if "collected" not in line)
    assert failed[10:] == "  failed"
    assert why.split()[:2] == [failed[:10], "huggingface:"]
