"""What buyers of the demo shop said in public: good for half a year, then parcels came late in the last week."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.service.ratings.rolling import fetch_standings, put_rating_day
from shopdesk.shop.service.ratings.told import add_review
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_ids, fetch_page
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

REVIEWS: Final = 200
LATE_ONES: Final = 14
"""So many of them are of the last week, and complain of late parcels."""
PAST: Final = 190
"""Days of the past in which they were written."""
SHOWN: Final = 21
"""Days of which the channels' own figures were written down."""
GOOD: Final = (
    N_("Lovely tea, carefully packed."), N_("Second time I buy it, as good as the first."), N_("Arrived in two days."),
    N_("The gaiwan is beautiful."), N_("As described, friendly answers."),
)  # fmt: skip
LATE: Final = (
    N_("Paid a week ago, the parcel came only today."), N_("Good tea, but delivery took for ever."),
    N_("It was a present and came too late."),
)  # fmt: skip
OTHER: Final = (
    (N_("One cup was broken."), N_("Damaged"), 2), (N_("Not the colour of the picture."), N_("Not as described"), 3),
    (N_("One tin is missing."), N_("Item missing"), 2),
)  # fmt: skip
REPLY: Final = N_("We are sorry and have written to you. Thank you for telling us.")


_KEYS: Final = [column.key for column in ORDER_ROWS.sheet.columns]


@action("review.edit", N_("What buyers say"), undoable=True)
def rate(tx: Tx, today: date, seed: int) -> None:
    """Write reviews of orders of half a year, and what the channels showed on the last days."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    late = _orders(tx, today - timedelta(12), LATE_ONES)
    usual = _orders(tx, today - timedelta(PAST), REVIEWS - len(late))
    for number, order in enumerate(late):
        _write(tx, order, number, _late(today, number, tx))
    for number, order in enumerate(usual, len(late)):
        _write(tx, order, number, _usual(order, chance, number, tx))
    _show(tx, today)


def _orders(tx: Tx, since: date, most: int) -> list[dict[str, Any]]:
    """Sales since a day, evenly among them, in the order of time."""
    filters = (("kind", f"={OrderKind.SALE.value}"), ("sold_on", f"{since}..{tx.today - timedelta(1)}"))
    query = Query(filters=filters, sort=(("sold_on", False), ("order_no", False)), today=tx.today, zone=tx.zone)
    found = fetch_ids(tx, ORDER_ROWS, query)
    page = fetch_page(tx, ORDER_ROWS, found[:: max(1, len(found) // most)][:most])
    return [dict(zip(_KEYS, row, strict=True)) for row in page]


def _write(tx: Tx, order: dict[str, Any], number: int, said: dict[str, Any]) -> None:
    channel_id = find_channel(tx, order["channel"])
    add_review(tx, channel_id, f"DEMO-{number + 1}", {"order_no": order["order_no"], **said})


def _late(today: date, number: int, tx: Tx) -> dict[str, Any]:
    day = today - timedelta(1 + number % 6)
    said = {
        "written_at": datetime.combine(day, time(9 + number % 10, 12), tx.zone), "described": 4 + number % 2,
        "service": 4, "logistics": 1 + number % 3, "text": _(LATE[number % len(LATE)]),
    }  # fmt: skip
    return {**said, "cause": _(N_("Late delivery"))} if number % 4 else said


def _usual(order: dict[str, Any], chance: random.Random, number: int, tx: Tx) -> dict[str, Any]:
    day = min(order["sold_on"] + timedelta(chance.randint(3, 9)), tx.today - timedelta(7))
    written = datetime.combine(day, time(chance.randint(8, 22), chance.randint(0, 59)), tx.zone)
    said: dict[str, Any] = {"written_at": written, "described": 5, "service": 5, "logistics": 5}
    if number % 23 == 0:
        text, cause, stars = OTHER[number // 23 % len(OTHER)]
        replied = {"reply": _(REPLY), "replied_at": written + timedelta(hours=5)}
        return {**said, "text": _(text), "cause": _(cause), "described": stars, **replied}
    said |= {aspect: chance.choice((5, 5, 5, 5, 4)) for aspect in ("described", "service", "logistics")}
    return said | {"text": _(chance.choice(GOOD))} if number % 3 else said


def _show(tx: Tx, today: date) -> None:
    """The channel with most reviews showed each morning what the day before had made of its rating."""
    standings = fetch_standings(tx)
    if not standings:
        return
    channel_id = max(standings, key=lambda one: one.now.count).channel_id
    own = [one for one in standings if one.channel_id == channel_id]
    name = next(code for code, known in channel_ids(tx).items() if known == channel_id)
    courses = {one.aspect: dict(one.trend(today)) for one in own}
    for ago in range(SHOWN, -1, -1):
        day = today - timedelta(ago)
        means = {aspect: course[day - timedelta(1)] for aspect, course in courses.items()}
        told = {aspect.value: mean.quantize(Decimal("0.01")) for aspect, mean in means.items() if mean is not None}
        if told:  # a shop with few orders has days without any
            put_rating_day(
                tx, {"channel": name, "seen_on": day, **told, "ratings": max(0, 3 * own[0].now.count - 2 * ago)}
            )
