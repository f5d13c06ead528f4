"""What happened to the demo shop that no file tells: a storm, a film about it, a new look of its pages."""

from datetime import date, timedelta
from typing import Final

from shopdesk.shop.listings.traffic.events import OUTSIDE, add_event
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

HAPPENED: Final = (
    (6, 2, N_("Heavy snow: parcels two days late"), OUTSIDE, None),
    (15, 0, N_("New pictures on the pages of the teas"), "own", "taobao"),
    (24, 0, N_("A film about gaiwans was seen a million times"), OUTSIDE, "douyin"),
    (62, 6, N_("Trade fair: the shop was run by one"), "own", None),
)
"""Days ago, days more that it lasted, what it was, whose doing, and the channel."""


@action("catalog.edit", N_("Events of the demo shop"), undoable=True)
def happen(tx: Tx, today: date) -> None:
    """Write down what happened in the last weeks."""
    for ago, more, title, side, channel in HAPPENED:
        first = today - timedelta(ago)
        add_event(tx, {
            "title": _(title), "first_on": first, "last_on": first + timedelta(more), "side": side, "channel": channel,
        })  # fmt: skip
