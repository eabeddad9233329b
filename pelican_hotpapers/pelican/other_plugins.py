"""Whether other plugins have a hand in something."""

from __future__ import annotations

from collections.abc import Set

from blinker import ANY, Signal

PACKAGE = __name__.partition(".")[0]


def has_other_receivers(*signals: Signal, but_for: Set[str] = frozenset()) -> bool:
    """Tell whether another plugin has a receiver of one of some signals.

    Args:
        signals: Any of Pelican's.
        but_for: The names of plugins, those of their packages, that do not count.
    """
    receivers = (each for signal in signals for each in signal.receivers_for(ANY))
    modules = (getattr(receiver, "__module__", "") for receiver in receivers)
    known = {PACKAGE, *but_for}
    return any(known.isdisjoint(module.split(".")) for module in modules)
