"""The columns of places, transfers and the value of stock month by month, in the grid and in Excel."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.stock.rules import PlaceKind, TransferState
from shopdesk.text import N_

PLACE_KINDS: Mapping[str, State] = MappingProxyType(
    {
        PlaceKind.WAREHOUSE: State(N_("Warehouse"), Tone.INFO),
        PlaceKind.SHELF: State(N_("Shelf"), Tone.PLAIN),
        PlaceKind.TRANSIT: State(N_("In transit"), Tone.WARN),
        "repair": State(N_("In repair"), Tone.WARN),
    }
)

PLACES = Sheet(
    name="places",
    title=N_("Places"),
    key="code",
    help=N_("Every warehouse and shelf, and what is on its way, with what lies there and what that cost."),
    columns=(
        Column("place", N_("Place"), Kind.TEXT, width=18),
        Column("kind", N_("Kind"), Kind.STATE, states=PLACE_KINDS, width=12),
        Column("warehouse", N_("Warehouse"), Kind.TEXT, width=18, help=N_("The warehouse that it belongs to.")),
        Column("skus", N_("SKUs"), Kind.INTEGER, total=True, help=N_("SKUs of which pieces lie there.")),
        Column("pieces", N_("Pieces"), Kind.QUANTITY, total=True),
        Column(
            "value",
            N_("Value"),
            Kind.MONEY,
            total=True,
            help=N_(
                "What it cost, shared by pieces among the places of a SKU. Together it is the inventory in the books."
            ),
        ),
        Column("unknown", N_("Cost unknown"), Kind.INTEGER, help=N_("SKUs there that the value is without.")),
        Column(
            "reserved", N_("Reserved"), Kind.QUANTITY, total=True, help=N_("Pieces there that are kept for orders.")
        ),
        Column(
            "homes",
            N_("SKUs at home"),
            Kind.INTEGER,
            help=N_("SKUs whose shelf it is, also where none lies there now."),
        ),
        Column("code", N_("Code"), Kind.ID, width=18, shown=False, help=N_("How a file may name the place.")),
    ),
)
"""The list of places."""

TRANSFER_STATES: Mapping[str, State] = MappingProxyType(
    {
        TransferState.SENT: State(N_("On its way"), Tone.WARN),
        TransferState.RECEIVED: State(N_("Arrived"), Tone.GOOD),
        TransferState.CALLED_OFF: State(N_("Called off"), Tone.PLAIN),
    }
)

TRANSFERS = Sheet(
    name="transfers",
    title=N_("Transfers"),
    key="document_no",
    help=N_("Every transfer from one place to another, with what is still on its way."),
    columns=(
        Column("document_no", N_("Transfer no."), Kind.ID, width=14),
        Column("state", N_("State"), Kind.STATE, states=TRANSFER_STATES),
        Column("from", N_("From"), Kind.TEXT, width=18),
        Column("to", N_("To"), Kind.TEXT, width=18),
        Column("sent_at", N_("Sent"), Kind.TIME),
        Column("lines", N_("Lines"), Kind.INTEGER, width=7, total=True),
        Column("pieces", N_("Pieces sent"), Kind.QUANTITY, total=True),
        Column("received", N_("Pieces received"), Kind.QUANTITY, total=True),
        Column(
            "on_way", N_("On its way"), Kind.QUANTITY, total=True, help=N_("Pieces that have left and not arrived.")
        ),
        Column("received_at", N_("Finished"), Kind.TIME, help=N_("When nothing was on its way any more."), shown=False),
        Column("note", N_("Note"), Kind.TEXT, width=22),
    ),
)
"""The list of transfers."""

_LATE = N_("Costs that were learnt after their month was closed: the books have them later.")


def value_sheet(places: Iterable[tuple[int, str]], *, has_late: bool = False) -> Sheet:
    """The value of stock at the end of each month: a column for each place, (id, name as people read it)."""
    worth = tuple(Column(f"at_{place_id}", name, Kind.MONEY, width=16) for place_id, name in places)
    return Sheet(
        name="stock_value",
        title=N_("Stock value"),
        key="month",
        help=N_("What the stock at the end of each month had cost; together it is the inventory in the books."),
        columns=(
            Column("month", N_("Month"), Kind.ID, width=10),
            *worth,
            Column("late", N_("Closed months"), Kind.MONEY, width=14, shown=has_late, help=_LATE),
            Column("booked", N_("Inventory in the books"), Kind.MONEY, width=18),
        ),
    )
