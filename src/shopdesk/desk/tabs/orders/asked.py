"""What the screen of orders offers to the command palette."""

from collections.abc import Callable
from functools import partial
from typing import Final

from shopdesk.desk.palette import Command
from shopdesk.text import N_

SHOWN: Final = {
    "all": N_("Show all orders"), "today": N_("Show orders to ship today"), "late": N_("Show late orders"),
    "exception": N_("Show orders that something keeps"), "to_allocate": N_("Show orders to allocate"),
    "to_pick": N_("Show orders to pick"), "unpaid": N_("Show unpaid orders"), "shipped": N_("Show shipped orders"),
    "returned": N_("Show orders whose goods come back"), "no_cost": N_("Show orders with unknown cost"),
}  # fmt: skip
"""Quick filters, and what they are called in the palette."""


def tab_commands(
    show: Callable[..., object],
    allocate: Callable[[], object],
    waybills_out: Callable[[], object],
    expect: Callable[[], object],
) -> list[Command]:
    """The quick filters, the views, and what is done to everything that waits."""
    words, deeds, go = N_("filter orders, list"), N_("orders, parcel, warehouse"), partial(show, "orders")
    back, pick, pack = (partial(go, view=view) for view in ("returns", "pick", "pack"))
    waiting = partial(go, view="refunds", quick="waits")
    return [
        *(
            Command(f"orders {key}", title, partial(go, quick=key), "filter", "", words)
            for key, title in SHOWN.items()
        ),
        Command("orders refunds", N_("Show refunds"), partial(go, view="refunds"), "return", "", words),
        Command("orders waiting", N_("Show refunds that wait"), waiting, "return", "", words),
        Command("orders coming back", N_("Show goods that come back"), back, "return", "", words),
        Command("orders expect", N_("Expect the goods of refunds"), expect, "return", "", deeds),
        Command("orders allocate", N_("Allocate orders"), allocate, "all", "F6", deeds),
        Command("orders pick", N_("Pick by scanner"), pick, "scan", "F7", deeds),
        Command("orders pack", N_("Pack and ship by scanner"), pack, "scan", "", deeds),
        Command("orders carrier", N_("Waybills out to the carrier"), waybills_out, "export", "", deeds),
    ]  # fmt: skip
