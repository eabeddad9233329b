"""New days, from the sources into the archive: which to ask for, and what to keep."""

from pelican_hotpapers.collect.agenda import (
    DAY,
    FIRST_DAY,
    Agenda,
    agenda_of,
    last_days,
    now,
)
from pelican_hotpapers.collect.asking import PATIENCE
from pelican_hotpapers.collect.collector import Collector, Outcome, State
from pelican_hotpapers.collect.opening import is_offline, open_collector

__all__ = [
    "DAY",
    "FIRST_DAY",
    "PATIENCE",
    "Agenda",
    "Collector",
    "Outcome",
    "State",
    "agenda_of",
    "is_offline",
    "last_days",
    "now",
    "open_collector",
]
