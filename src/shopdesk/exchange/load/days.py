"""Writing a staged list of days of the shop."""

from shopdesk.exchange.stage.days import LAST, told_day
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.promotions.calendar.own_days import edit_days
from shopdesk.shop.promotions.calendar.preparing import add_day
from shopdesk.store.tx import Tx


def load_days(tx: Tx, staged: Staged) -> None:
    """Put new days into the calendar, and let known ones end as the file says."""
    for item in staged.items:
        told = told_day(item)
        if item.outcome is Outcome.NEW:
            add_day(tx, told.title, told.first_on, told.last_on)
        elif item.outcome is Outcome.CHANGED:
            edit_days(tx, [(item.target, LAST, told.last_on)])
