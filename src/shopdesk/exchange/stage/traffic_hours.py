"""What the store knows of staged visitors by hour: each channel, day and hour is set once."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from shopdesk.exchange.stage.expenses import Channels
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.stage.traffic import TWICE
from shopdesk.shop.listings.traffic.hours import HourKey, ToldHour, find_stored_hours
from shopdesk.shop.listings.traffic.word_sheets import HOUR_FILE
from shopdesk.store.tables import TrafficHour
from shopdesk.store.tx import Tx
from shopdesk.text import N_

NO_HOUR: Final = N_("An hour is one of 0 to 23.")
_LAST: Final = 23


def compare_hours(tx: Tx, staged: Staged) -> None:
    """New hours and those that the file says otherwise."""
    _refuse(staged)
    rows = {one.row: one for one in told_hours(tx, staged)}
    seen: dict[HourKey, int] = {}
    for item in staged.items:
        one = rows[item.row]
        first = seen.setdefault(one.key, item.row)
        if first != item.row:
            said = {"target": str(one.hour), "first": first, "second": item.row}
            staged.report(problem(staged.plan, HOUR_FILE, "hour", item.row, str(one.hour), TWICE, said))
        elif one.before is None:
            item.outcome = Outcome.NEW
        else:
            item.target = one.before["traffic_hour_id"]
            item.changes = ("visitors",) if one.before["visitors"] != one.visitors else ()
            item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME


def told_hours(tx: Tx, staged: Staged) -> list[ToldHour]:
    """What the rows say, with what the store has of them."""
    channels, told = Channels(tx), [_told(item, staged.channel) for item in staged.items]
    for one in told:
        one.channel_id = channels[one.channel] or 0
    find_stored_hours(tx, told)
    return told


def told_visitors(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → what the store has of it, as the columns of the file."""
    found = tx.images(TrafficHour, "traffic_hour_id", [one.target for one in items])
    images = {image["traffic_hour_id"]: image for image in found}
    return {item.row: {"visitors": images[item.target]["visitors"]} for item in items if item.target in images}


def _told(item: Item, channel: str) -> ToldHour:
    values = item.values
    day, hour, visitors = date.fromisoformat(values["day"]), int(values["hour"]), int(values["visitors"])
    return ToldHour(day, hour, visitors, item.row, str(values.get("channel") or channel))


def _refuse(staged: Staged) -> None:
    for item in staged.items:
        if not 0 <= int(item.values["hour"]) <= _LAST:
            staged.report(problem(staged.plan, HOUR_FILE, "hour", item.row, str(item.values["hour"]), NO_HOUR, {}))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
