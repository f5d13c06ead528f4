"""The day of an order whose row has no time at all, from its number, where the channel's numbers tell it."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.merge import MOMENTS
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.text import N_

BY_NUMBER = N_("The row has no time. {day}, as its number says, stands for it.")


def date_by_number(fields: dict[str, Any], order_no: str, plan: Plan, staged: Staged, row: int) -> bool:
    """Give `fields` the moment that the number tells, in seconds UTC, and say so; False where none was needed.

    The number is made when the order is placed, but around midnight it may tell the day before or after: that is why
    a time that a file has is never outdone by it.
    """
    if not plan.dated or any(fields.get(name) is not None for name in MOMENTS):
        return False
    found = re.fullmatch(plan.dated, order_no)
    if found is None:
        return False
    year = int(found["year"])
    try:
        moment = datetime(
            year if year > 99 else 2000 + year, int(found["month"]), int(found["day"]), tzinfo=_zone(plan)
        )
    except ValueError:
        return False
    fields["placed_at"] = int(moment.timestamp())
    day = {"day": moment.date().isoformat()}
    staged.report(problem(plan, ORDER_FILE, "order_no", row, order_no, BY_NUMBER, day, Outcome.NEW))
    return True


def _zone(plan: Plan) -> ZoneInfo:
    return ZoneInfo(plan.zone or "UTC")
