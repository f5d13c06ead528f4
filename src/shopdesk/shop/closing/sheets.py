"""The columns of closing: the checklist, the seals, and what came after one."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.closing.rules import PACK_TITLES, TITLES, PackPart, Point, PointState
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

POINTS: Mapping[str, State] = MappingProxyType({point.value: State(TITLES[point]) for point in Point})
POINT_STATES: Mapping[str, State] = MappingProxyType(
    {
        PointState.DONE: State(N_("Done"), Tone.GOOD),
        PointState.OPEN: State(N_("Not done"), Tone.WARN),
        PointState.KNOWN: State(N_("Known"), Tone.INFO),
        PointState.NONE: State(N_("Not applicable")),
    }
)

CHECKLIST = Sheet(
    name="close_checklist",
    title=N_("Checklist"),
    key="point",
    help=N_("What was looked at before the month was closed."),
    columns=(
        Column("point", N_("Point"), Kind.STATE, width=44, states=POINTS),
        Column("state", N_("State"), Kind.STATE, width=14, states=POINT_STATES),
        Column("count", N_("Not done"), Kind.INTEGER, help=N_("How much of it was not done.")),
        Column("amount", N_("Amount"), Kind.MONEY, help=N_("What is open is worth; blank where that says nothing.")),
        Column("person", N_("Ticked by"), Kind.TEXT, width=14),
        Column("ticked_at", N_("Ticked"), Kind.TIME),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=36),
    ),
)
"""The checklist of a month in Excel."""

SEALS = Sheet(
    name="month_seals",
    title=N_("Seals"),
    key="seal_id",
    help=N_("Every month that was closed, as it stood then; opened and closed again, a month has a further seal."),
    columns=(
        Column("month", N_("Month"), Kind.TEXT, width=10),
        Column("sealed_at", N_("Closed at"), Kind.TIME),
        Column("person", N_("Closed by"), Kind.TEXT, width=14),
        Column("entries", N_("Entries"), Kind.INTEGER),
        Column("debit", N_("Debit"), Kind.MONEY, help=N_("What was debited in the month; as much was credited.")),
        Column("profit", N_("Profit"), Kind.MONEY),
        Column("digest", N_("Seal"), Kind.ID, width=66, help=N_("SHA-256 over the postings of the month in order, and over the seal before it.")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=30),
        Column("reopened_at", N_("Reopened at"), Kind.TIME),
        Column("reopened_by", N_("Reopened by"), Kind.TEXT, width=14),
        Column("why", N_("Why"), Kind.LONG_TEXT, width=30),
    ),
)
"""The seals of all months in Excel."""

CHANGES = Sheet(
    name="changes_after_closing",
    title=N_("Changed after closing"),
    key="code",
    help=N_("Accounts on which something was posted in the month after it had first been closed: as sealed then, and as they are now. Debit is above zero."),
    columns=(
        Column("code", N_("Account"), Kind.ID, width=14),
        Column("title", N_("Account name"), Kind.TEXT, width=28),
        Column("sealed", N_("As sealed"), Kind.MONEY, total=True),
        Column("now", N_("Now"), Kind.MONEY, total=True),
        Column("difference", N_("Difference"), Kind.MONEY, total=True),
        Column("entries", N_("Entries"), Kind.INTEGER, help=N_("Entries that came after the seal.")),
    ),
)
"""What was posted into a month after its seal, on screen and in Excel."""

PACK_PARTS: Mapping[str, State] = MappingProxyType({part.value: State(PACK_TITLES[part]) for part in PackPart})
PACK = Sheet(
    name="month_pack",
    title=N_("Month pack"),
    key="file",
    help=N_("The files of the pack, what each comes to, and the figure that it must equal. Every difference is zero."),
    columns=(
        Column("file", N_("File"), Kind.TEXT, width=44),
        Column("part", N_("What"), Kind.STATE, width=28, states=PACK_PARTS),
        Column("rows", N_("Rows"), Kind.INTEGER),
        Column("says", N_("Figure"), Kind.TEXT, width=40, help=N_("What the amount beside it is.")),
        Column("amount", N_("Amount"), Kind.MONEY),
        Column("equals", N_("Must equal"), Kind.TEXT, width=46),
        Column("other", N_("In the books"), Kind.MONEY, help=N_("The other figure, read from the books by another way.")),
        Column("difference", N_("Difference"), Kind.MONEY, total=True),
    ),
)
"""The index of a month pack in Excel."""

UNKNOWN = Sheet(
    name="cost_unknown",
    title=N_("Cost unknown"),
    key="sku",
    help=N_("SKUs that were sold without anybody having told what they cost: these sales are left out of the profit."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=18),
        Column("title", N_("Product"), Kind.TEXT, width=36),
        Column("units", N_("Qty"), Kind.QUANTITY, total=True),
        Column("sales", N_("Net sales"), Kind.MONEY, total=True),
    ),
)
"""What was sold without a known cost in Excel."""
