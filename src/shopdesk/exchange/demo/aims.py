"""What the demo shop is to reach this month and the two before, what its people tick each morning, and who did."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from shopdesk.shop.today.checks import Sign, keep_sign, tune_checks
from shopdesk.shop.today.looking import Said, Severity
from shopdesk.shop.today.targets import set_target
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

AIMS: Final = (
    ("revenue", None, Decimal(110_000)),
    ("revenue", "taobao", Decimal(60_000)),
    ("revenue", "shopify", Decimal(30_000)),
    ("orders", None, Decimal(900)),
    ("gross_margin", None, Decimal("0.55")),
    ("conversion", None, Decimal("0.02")),
)
"""Figure, channel, and what it is to come to in a month."""
MONTHS: Final = 3
TICKS: Final = (
    N_("The shop's own page opens on a phone"), N_("Nobody waits in the chat of any channel"),
    N_("The parcel service has been told of today's pick-up"),
)  # fmt: skip
DAYS: Final = 18
PEOPLE: Final = ("小雨", "阿强")


@action("today.demo", N_("Targets and ticks of the demo shop"), undoable=True)
def aim(tx: Tx, today: date) -> None:
    """Set targets of the last months, and tick what no data can know on most mornings of the last weeks."""
    for month in _months(today):
        for metric, channel, amount in AIMS:
            set_target(tx, metric, month, amount, channel)
    listed = [_(text) for text in TICKS]
    tune_checks(tx, (), {}, listed)
    for ago in range(1, DAYS + 1):
        day = today - timedelta(ago)
        for place, text in enumerate(listed):
            if day.weekday() == 6 or (ago + place) % 7 == 0:  # Sundays are free, and now and then one is forgotten
                continue
            signed_at = datetime.combine(day, time(1, 5 * place + ago % 5), tx.now.tzinfo)
            said = Said("{what}", {"what": text})
            keep_sign(tx, Sign(day, f"hand:{text}", Severity.TICK, said, None, signed_at, PEOPLE[ago % 2]))


def _months(today: date) -> Iterator[str]:
    """The month of `today` and those before it, as 2026-11."""
    for back in range(MONTHS):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        yield f"{year}-{month + 1:02d}"
