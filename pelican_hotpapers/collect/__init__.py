"""New days, from the sources into the archive: which to ask for, and how to merge."""

from pelican_hotpapers.collect.collector import Collector
from pelican_hotpapers.collect.from_settings import (
    collection_plan,
    is_offline,
    open_collector,
)
from pelican_hotpapers.collect.outcomes import DayState, Outcome
from pelican_hotpapers.collect.plan import CollectionPlan, last_days, now
from pelican_hotpapers.collect.source_pool import MAX_FAILURES

__all__ = [
    "MAX_FAILURES",
    "CollectionPlan",
    "Collector",
    "DayState",
    "Outcome",
    "collection_plan",
    "is_offline",
    "last_days",
    "now",
    "open_collector",
]
