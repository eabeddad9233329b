"""Whether other plugins have a hand in something."""

from __future__ import annotations

from blinker import ANY, Signal

PACKAGE = __name__.partition(".")[0]


def has_other_receivers(*signals: Signal) -> bool:
    """Tell whether another plugin has a receiver of one of some signals."""
    receivers = (each for signal in signals for each in signal.receivers_for(ANY))
    modules = (getattr(receiver, "__module__", "") for receiver in receivers)
    return any(not module.startswith(PACKAGE) for module in modules)
