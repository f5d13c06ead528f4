"""Visitors by hour as reports tell them: a channel, day and hour is set once, never added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shopdesk.store.tables import TrafficHour
from shopdesk.store.tx import RowChange, Tx

HourKey = tuple[int, str, int]
"""Channel, day, hour."""


@dataclass(slots=True)
class ToldHour:
    """What a row of a report says of an hour."""

    day: date
    hour: int
    visitors: int
    row: int
    channel: str
    channel_id: int = 0
    before: dict[str, Any] | None = None
    """The stored image, where there is one."""

    @property
    def key(self) -> HourKey:
        """By what it is known again."""
        return self.channel_id, self.day.isoformat(), self.hour


def find_stored_hours(tx: Tx, told: Sequence[ToldHour]) -> None:
    """Give each row what the store has of it."""
    if not told:
        return
    days = [one.day for one in told]
    ids = tx.scalars(select(TrafficHour.traffic_hour_id).where(TrafficHour.day.between(min(days), max(days))))
    images = tx.images(TrafficHour, "traffic_hour_id", ids)
    known = {(image["channel_id"], str(image["day"])[:10], image["hour"]): image for image in images}
    for one in told:
        one.before = known.get(one.key)


def keep_hours(tx: Tx, told: Sequence[ToldHour]) -> None:
    """Set what the rows say."""
    new = [one for one in told if one.before is None]
    next_id = tx.reserve_ids(TrafficHour, len(new)) if new else 0
    changes = [
        RowChange("traffic_hour", one.before["traffic_hour_id"], one.before, {**one.before, "visitors": one.visitors})
        for one in told
        if one.before is not None
    ]
    for number, one in enumerate(new):
        image = {
            "traffic_hour_id": next_id + number, "channel_id": one.channel_id, "day": one.day.isoformat(),
            "hour": one.hour, "visitors": one.visitors, "import_id": tx.import_id, "source_row": one.row,
        }  # fmt: skip
        changes.append(RowChange("traffic_hour", next_id + number, None, image))
    if changes:
        tx.apply(TrafficHour, changes)
