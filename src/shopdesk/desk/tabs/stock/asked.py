"""What the screen of stock offers to the command palette."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from shopdesk.desk.palette import Command
from shopdesk.shop.counting.rules import SessionState
from shopdesk.text import N_, _

WORK: Final = (
    ("new", N_("New product"), "add", "Ctrl+N", N_("add a SKU")),
    ("receive", N_("Receive goods"), "receipt", "F6", N_("goods in, delivery")),
    ("adjust", N_("Adjust stock"), "adjust", "F7", N_("write off, opening stock")),
    ("labels", N_("Print labels"), "scan", "Ctrl+P", N_("barcode, ean, qr")),
    ("shelf", N_("Set the shelf"), "stock", "", N_("place, location, put away")),
    ("transfer", N_("Send a transfer"), "forward", "", N_("move to a warehouse")),
    ("value", N_("Stock value by month"), "chart", "", N_("inventory account")),
)
"""Forms and pages: name, title, icon, shortcut, other words for it."""
STEPS: Final = (
    ("over", N_("Hand over for review"), SessionState.OPEN, N_("No count is open here.")),
    ("book", N_("Approve and book"), SessionState.REVIEW, N_("No count waits here to be approved.")),
)
"""Of the count in front: name, title, the state in which it is done, and what is said in another one."""
COUNTING: Final = N_("stocktaking, inventory")
SHOWN: Final = (
    ("moves", N_("Show stock moves"), "history", ""),
    ("receipts", N_("Show goods receipts"), "receipt", N_("goods in, delivery")),
    ("lots", N_("Show lots"), "history", N_("batch, expiry, trace, recall")),
    ("places", N_("Show places"), "stock", N_("warehouse, shelf, location")),
    ("transfers", N_("Show transfers"), "forward", N_("in transit, on its way")),
    ("counts", N_("Show counts"), "count", N_("stocktaking, shrinkage, due")),
)
"""Lists worth a name."""
NARROWED: Final = (
    ("below", N_("Show products below zero")), ("no_cost", N_("Show products without a cost")),
)  # fmt: skip


def tab_commands(
    show: Callable[..., object],
    work: Mapping[str, Callable[[], object]],
    step: Callable[[str], object],
    state: Callable[[], str | None],
) -> list[Command]:
    """`work` does what is in WORK, by its name; `show` comes to a list; `step` does one of STEPS in the `state`."""

    def why(needed: SessionState, otherwise: str) -> str:
        return "" if state() == needed else _(otherwise)

    return [
        *(Command(f"stock {key}", title, work[key], icon, keys, words) for key, title, icon, keys, words in WORK),
        *(
            Command(f"stock {key}", title, partial(step, key), "count", "F9", COUNTING, partial(why, needed, otherwise))
            for key, title, needed, otherwise in STEPS
        ),
        *(
            Command(f"stock {key}", title, partial(show, view=key), icon, "", words)
            for key, title, icon, words in SHOWN
        ),
        *(
            Command(f"stock {key}", title, partial(show, view="stock", quick=key), "filter", "", "")
            for key, title in NARROWED
        ),
    ]
