"""What the pages of today read of the shop, a question each, so that what is quick does not wait for what is not."""

from typing import Any, Final

from shopdesk.shop.listings.traffic.mix import Share, fetch_mix
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.figures import last_day
from shopdesk.shop.today.moves import Moves, fetch_moves
from shopdesk.shop.today.periods import period_to
from shopdesk.text import N_

SIZE_WORDS: Final = (
    (By.DAY, N_("By day")),
    (By.WEEK, N_("By week")),
    (By.MONTH, N_("By month")),
    (By.QUARTER, N_("By quarter")),
    (By.YEAR, N_("By year")),
)


def read_moves(tx: Any, size: By) -> Moves:
    """Why the sales of the period moved; days are too few to say, so a day is told as its week."""
    return fetch_moves(tx, period_to(By.WEEK if size is By.DAY else size, last_day(tx)))


def read_mix(tx: Any, size: By) -> list[Share]:
    """The shares of the sources that brought somebody or are aimed at; nothing where no report tells of them."""
    period = period_to(By.WEEK if size is By.DAY else size, last_day(tx))
    found = fetch_mix(tx, period.since, period.until)
    return [one for one in found if one.visitors or one.aim != (None, None)]
