"""What a file would do, before anything is written: its orders or rows with their outcomes, and every problem."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from shopdesk.exchange.mending import LEFT_OUT, LEFT_WITH_ORDER, NO_MENDS, Mended, Mends
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.lines import Line, Lines, Run
from shopdesk.exchange.table import FileFacts
from shopdesk.exchange.trip.trip import Trip
from shopdesk.shop.columns import Kind
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_, _

LISTED: Final = 1_000
"""How many problems are listed one by one; the rest is counted."""


NO_DATA: Final = N_("A blank row, the header again, a note, a total or the end of the list.")
SAME_AGAIN: Final = N_("The same as a row above it.")
NO_PART: Final = N_("Nothing in it that is read.")
NO_NAME: Final = N_("It has neither a SKU nor a number, so nothing can name it.")
NOT_COUNTED: Final = N_("Blank: not counted, so it changes nothing.")
"""Why a row is skipped."""
AT_ONCE: Final = 2_000
"""Lines in one stretch: what is done to them in one call holds up no other thread."""


class Outcome(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot go in (or is held), with its place: 1-based row, the column's letter, header and raw value."""

    outcome: Outcome
    sheet: str
    row: int
    column: str
    header: str
    value: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    stored: str = ""
    """What the store has instead, where the two are in conflict: a text or a msgid."""
    exported: str = ""
    """What the cell said when it was exported, where an edited export is in conflict with the store."""
    may_go: bool = False
    """A person may let the row go in all the same: its cell in `Mends.taken`."""
    for_now: bool = False
    """No fault of the row: how the store stands to it, which is asked anew before anything is written."""

    @property
    def reason(self) -> str:
        """The reason in the language spoken now."""
        told = {name: _(str(value)) for name, value in self.values.items()}
        return _(self.message).format(**told) if told else _(self.message)


@dataclass(slots=True)
class Update:
    """What an order that the store has would become by what a file says of it."""

    columns: dict[str, Any] = field(default_factory=dict)
    """Changed columns of the order, as stored values."""
    lines: list[tuple[int, Line, bool]] | None = None
    """All its lines, where any changes: the line_id that stays (0: a new line), the line, whether the file tells it."""
    customer_no: str | None = None
    has_address: bool = False
    """The file brings the first address."""
    was_sold_on: str | None = None
    """The day on which it stands in the books now."""
    backwards: bool = False
    """The file's state lies behind the store's: held, not believed."""
    changes: list[str] = field(default_factory=list)
    """What would become different, in field keys."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a file says of an order in the order's own currency, where that is not the shop's."""

    fields: dict[str, Any]
    lines: Run
    tax: int
    refund: int

    @property
    def total(self) -> int:
        """What it comes to, in 1/10,000 of its currency."""
        return int(sum(self.lines.column("amount"))) + self.tax


@dataclass(frozen=True, slots=True)
class Foot:
    """A figure of a row of sums that is not what the rows above it come to; both in the stored units of its kind."""

    row: int
    column: str
    """Letter and header."""
    kind: Kind
    told: int
    sum: int


@dataclass(frozen=True, slots=True)
class Worth:
    """The least and the most that a unit of a currency was taken to be worth, in 1/10**10, and the earliest day."""

    least: int
    most: int
    day: str


@dataclass(slots=True)
class Order:
    """One order as the file tells it; `fields` holds the order-level fields that the file has, in stored units."""

    order_no: str
    row: int
    rows: int
    kind: str
    state: str
    fields: dict[str, Any]
    lines: Run
    tax: int
    refund: int
    fingerprint: bytes
    channel: str = ""
    """The order's own channel, where the file holds several."""
    priced: bool = True
    """Whether the file says what it comes to."""
    guessed: bool = False
    """The refund is what the order comes to: the file calls it refunded and does not say how much."""
    by_number: bool = False
    """It was placed when its number says: the file has no time of it."""
    outcome: Outcome = Outcome.NEW
    order_id: int = 0
    update: Update | None = None
    """For an order that the store has and the file would change."""
    rate: int = 0
    """What a unit of its own currency is worth in the shop's, in 1/10**10; 0 where its amounts came in the shop's."""
    own: Own | None = None
    """What it was before it was converted."""

    @property
    def own_total(self) -> int | None:
        """Its total in its own currency; None where that is the shop's."""
        return self.own.total if self.own and self.rate else None

    @property
    def changes(self) -> Sequence[str]:
        """What would become different, in field keys, for an order that the store has."""
        return self.update.changes if self.update else ()


@dataclass(slots=True)
class Item:
    """One row of a sheet whose rows stand alone (products, receipts, counts), as field → stored value."""

    row: int
    values: dict[str, Any]
    outcome: Outcome = Outcome.NEW
    target: int = 0
    changes: tuple[str, ...] = ()
    place: int = 0
    """The warehouse that its pieces go into, 0 where the shop has none of the name that the row says."""
    is_again: bool = False
    """A row above is of the same SKU: this one tells of a further listing that sells it."""


@dataclass(slots=True)
class Told:
    """A listing as a file of products tells it: values by field of `LISTING_FILE`, as actions take them."""

    number: str
    called: str
    """What else the file calls it: the SKU or the title of its row."""
    is_numbered: bool
    """The channel itself gave it that number; otherwise the number is what it is called."""
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    pictures: list[tuple[str, str | None]] = field(default_factory=list)
    """Address and words, the main one first; none: the file says nothing of them."""
    items: list[Item] = field(default_factory=list)
    """The rows of the SKUs that it sells."""
    prices: dict[str, Decimal | None] = field(default_factory=dict)
    """SKU → what is paid for it there."""
    facts: dict[str, str] = field(default_factory=dict)
    """What it tells of the product: material, colour."""
    target: int = 0
    """The listing, where the store has it."""
    changes: tuple[str, ...] = ()
    """What would become different, in field keys; of a new one all that is told."""
    before: dict[str, Any] = field(default_factory=dict)
    """What the store has of `values` that would become different."""
    prices_before: dict[str, Decimal | None] = field(default_factory=dict)
    """SKU → its price, where that would become different."""


@dataclass(slots=True)
class Staged:
    """A file read and understood, not yet written."""

    plan: Plan
    file_name: str
    sha256: str
    size: int
    channel: str
    orders: list[Order] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines)
    items: list[Item] = field(default_factory=list)
    listings: list[Told] = field(default_factory=list)
    """What a file of products says of the listings on its channel."""
    pages: list[tuple[int, int, bytes]] = field(default_factory=list)
    """(first row, last row, packed rows): the raw layer."""
    rows: int = 0
    skipped: int = 0
    rejected_rows: dict[int, str] = field(default_factory=dict)
    """Row → its first reason (msgid already spoken)."""
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    conflicts: int = 0
    """How many of the problems are conflicts with the store, or hold for now."""
    quantity: int = 0
    amount: int = 0
    charges: int = 0
    new_skus: int = 0
    new_places: dict[str, str] = field(default_factory=dict)
    """Warehouses that would be made: as they are compared → as the file first writes them."""
    currencies: Counter[str] = field(default_factory=Counter)
    """Currency → the orders that name it."""
    rates: Mapping[str, int] = field(default_factory=dict)
    """Currency → what a person said of this file that a unit of it is worth, in 1/10**10."""
    worth: dict[str, Worth] = field(default_factory=dict)
    """Currency → what a unit of it was taken to be worth for orders that are to be written."""
    told_lines: int = 0
    """How many of `lines` are the file's; behind them stand those that were brought into the shop's currency."""
    facts: FileFacts | None = None
    given: Plan | None = None
    """The plan as it was before the file's own cells settled what it left open: what a person said is kept of this."""
    content: str = ""
    """Fingerprint of what its rows say, for rows that stand alone: the same however the file was saved."""
    same_file: str = ""
    """When this very file was imported before: the moment, in ISO; else blank."""
    mends: Mends = NO_MENDS
    mended: list[Mended] = field(default_factory=list)
    """The cells of `mends` that the sheet has; personal ones are masked."""
    trip: Trip | None = None
    """What was edited, where it is an export that came back."""
    unknown_orders: list[str] = field(default_factory=list)
    """Purchase orders that receipts name and that the shop does not know: they come in without one."""
    beyond: list[int] = field(default_factory=list)
    """Rows of waybills that ship more than is on hand: a person said so."""
    feet: list[Foot] = field(default_factory=list)
    """Sums of the sheet itself that its rows do not come to."""
    said_sums: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    """What a statement's own balances say of its rows: sentences (msgids) and their values."""
    notices: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    """That, and what the store says to it."""
    aside: list[tuple[int, str]] = field(default_factory=list)
    """The first skipped rows, each with its reason (a msgid)."""

    def report(self, problem: Problem) -> None:
        """Add a problem; only the first of a row rejects it, and only so many are listed."""
        if problem.row in self.mends.left_out:
            self.rejected_rows.setdefault(problem.row, problem.reason)  # until `leave_out`
            return
        self.problem_count += 1
        self.conflicts += problem.outcome is Outcome.CONFLICT or problem.for_now
        if len(self.problems) < LISTED:
            self.problems.append(problem)
        if problem.outcome is Outcome.REJECTED:
            self.rejected_rows.setdefault(problem.row, problem.reason)

    def skip(self, row: int, reason: str) -> None:
        """Count a row that does not come in, without fault of its own; `reason` is a msgid."""
        self.skipped += 1
        if len(self.aside) < LISTED:
            self.aside.append((row, reason))

    def leave_out(self, rows: Iterable[int]) -> None:
        """Skip rows because a person said so, for the row itself or for another of its order; their faults go."""
        gone = set(rows)
        for row in sorted(gone):
            self.rejected_rows.pop(row, None)
            self.skip(row, LEFT_OUT if row in self.mends.left_out else LEFT_WITH_ORDER)
        kept = [problem for problem in self.problems if problem.row not in gone]
        self.problem_count -= len(self.problems) - len(kept)
        self.problems = kept

    def forget_conflicts(self) -> None:
        """Before the store is asked anew: what it said last time no longer counts."""
        self.problems = [p for p in self.problems if p.outcome is not Outcome.CONFLICT and not p.for_now]
        self.problem_count -= self.conflicts
        self.conflicts = 0

    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        made: Counter[Outcome] = Counter(self._row_outcomes())
        for order in self.orders:
            made[order.outcome] += order.rows
        made[Outcome.REJECTED] = len(self.rejected_rows)
        made[Outcome.SKIPPED] += self.skipped
        return {outcome.value: made[outcome] for outcome in Outcome}

    def _row_outcomes(self) -> Iterable[Outcome]:
        """The outcome of each row that stands alone; one of a statement may hold several lines."""
        if self.plan.kind != "settlement":
            return (item.outcome for item in self.items)
        rows: dict[int, Outcome] = {}
        for item in self.items:
            if rows.get(item.row, Outcome.SAME) is Outcome.SAME:
                rows[item.row] = item.outcome
        return rows.values()

    @property
    def total_quantity(self) -> Decimal:
        """Pieces over all rows that can go in."""
        return Decimal(self.quantity) / QUANTITY_SCALE

    @property
    def total_amount(self) -> Decimal:
        """Money over all rows that can go in."""
        return Decimal(self.amount) / MONEY_SCALE


def stretches(orders: Iterable[Order], lines: int = AT_ONCE) -> Iterator[list[Order]]:
    """The orders in runs of those whose lines stand one after another, each run of about so many lines."""
    part: list[Order] = []
    for order in orders:
        if part and (order.lines.start != part[-1].lines.stop or order.lines.start - part[0].lines.start >= lines):
            yield part
            part = []
        part.append(order)
    if part:
        yield part
