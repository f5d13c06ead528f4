"""What is said of a forecast, in the language spoken now: on screen, on the command line and in a workbook."""

from shopdesk.shop.cash.forecast import BackTest
from shopdesk.shop.cash.outlook import bias, mean_error
from shopdesk.text import N_, _


def tested_words(test: BackTest | None) -> str:
    """How far off the forecast of thirteen weeks ago was, and whether that says anything."""
    if test is None:
        return _("The books are too young to try the forecast on the past.")
    error, off = mean_error(test.missed), bias(test.missed)
    told = N_("13 weeks ago: a week was off by {error} on average; together they were too good by {bias} a week.")
    if off <= 0:
        told = N_(
            "13 weeks ago: a week was off by {error} on average; together they were too careful by {bias} a week."
        )
    said = _(told).format(error=f"{error:,.2f}", bias=f"{abs(off):,.2f}")
    if test.is_few:
        said += " " + _("Few data: {weeks} weeks of books.").format(weeks=test.weeks)
    return said
