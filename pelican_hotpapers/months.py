"""The months and the days of the week in English, whatever the machine's language.

Those of `calendar` and ``strftime`` are in the language that the build is set to.
"""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)


def short_month(month: int) -> str:
    """Return the name of a month, counted from 1, in three letters: ``Sep``."""
    return MONTHS[month - 1][:3]
