"""How cells of the list of orders read: states as pills, the time that is left, and a profit that is not known."""

from collections.abc import Sequence
from typing import Any, Final

from shopdesk.desk.figures import said
from shopdesk.desk.grid import Shown
from shopdesk.desk.grid.formats import MINUS
from shopdesk.shop.columns import Tone
from shopdesk.shop.orders.rules import OrderKind, OrderState, Stage
from shopdesk.shop.orders.sheets import KINDS, ORDERS, STAGES, STATES
from shopdesk.text import N_, _

_AT: Final = {column.key: place for place, column in enumerate(ORDERS.columns)}
HIDDEN: Final = frozenset({"kind", "refunded", "note", *(column.key for column in ORDERS.columns if not column.shown)})
"""Columns to be chosen: the kind stands in the pill of the state, refunds and the note in the panel."""
_FIRST: Final = ("channel", "order_no", "placed_at", "state", "left", "exception")
ORDER: Final = [*_FIRST, *(column.key for column in ORDERS.columns if column.key not in _FIRST)]
"""What says where the work is stands where a narrow window still shows it; the money follows."""
SOON: Final = 6 * 60
"""Minutes: what has to leave within them is marked."""
DAY: Final = 24 * 60
EXCEPTION: Final = N_("Exception")
LATE: Final = N_("Late")


def state_cell(value: Any, row: Sequence[Any]) -> Shown:
    """How far a sale has come: what keeps it, that it is late, or its stage; of other documents, what they are."""
    kind, stage = row[_AT["kind"]], row[_AT["stage"]]
    if kind != OrderKind.SALE:
        return Shown(*said(KINDS, kind))
    if stage is None:
        return Shown(*said(STATES, value))
    return Shown(*open_state(stage, row[_AT["exception"]], row[_AT["left"]]))


def open_state(stage: str, blocker: str | None, left: int | None) -> tuple[str, Tone]:
    """Word and tone of an order that is paid and has not left; `left` in minutes."""
    if blocker is not None:
        return _(EXCEPTION), Tone.WARN
    if left is not None and left < 0:
        return _(LATE), Tone.BAD
    return said(STAGES, stage)


def left_cell(value: Any, _row: Sequence[Any]) -> Shown:
    """The time that is left: red once it has passed, marked while it is short."""
    return Shown("") if value is None else Shown(left_words(value), left_tone(value))


def left_tone(minutes: int) -> Tone:
    """Late, due soon, or with time."""
    return Tone.BAD if minutes < 0 else Tone.WARN if minutes < SOON else Tone.PLAIN


def left_words(minutes: int) -> str:
    """A stretch of time as people say it: "5 h 30", "2 d 3 h", "−0 h 40"."""
    sign, whole = (MINUS if minutes < 0 else ""), abs(minutes)
    if whole < DAY:
        said_so = _("{hours} h {minutes:02}").format(hours=whole // 60, minutes=whole % 60)
    else:
        said_so = _("{days} d {hours} h").format(days=whole // DAY, hours=whole % DAY // 60)
    return f"{sign}{said_so}"


def unknown_profit(row: Sequence[Any]) -> Shown:
    """What stands in place of a profit that is not known."""
    if row[_AT["sold_on"]] is None:
        return Shown("")
    return Shown(_("not sent yet") if row[_AT["state"]] == OrderState.PAID else _("cost unknown"), Tone.PLAIN)


NEXT: Final = {
    Stage.NEW: ("allocate", N_("Allocate")),
    Stage.ALLOCATED: ("pick", N_("Pick")),
    Stage.PICKING: ("pick", N_("Go on picking")),
    Stage.PICKED: ("pack", N_("Pack")),
    Stage.PACKED: ("ship", N_("Ship…")),
}
"""Stage → what is done next, and the word on its button."""
