"""The dry run in words: what would become of each row of a file, as the lines of one table."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from shopdesk.desk.figures import Figures
from shopdesk.desk.grid.formats import MINUS
from shopdesk.exchange.celltext import shorten
from shopdesk.exchange.kinds import KINDS, WITH_AMOUNTS
from shopdesk.exchange.load.mappings import changed_layout
from shopdesk.exchange.preview import spoken
from shopdesk.exchange.stage.compare_listed import LISTING
from shopdesk.exchange.stage.late import told_late
from shopdesk.exchange.stage.staged import LISTED, Item, Order, Outcome, Problem, Staged
from shopdesk.exchange.stage.telling import LINES, stored_values, told_after, what_else
from shopdesk.exchange.table import column_place, letter
from shopdesk.exchange.trip.grids import columns_of
from shopdesk.exchange.values import mask
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, _, language, n_

OUTCOMES: Final[Mapping[str, State]] = {
    Outcome.NEW: State(N_("New"), Tone.GOOD),
    Outcome.CHANGED: State(N_("Changed"), Tone.INFO),
    Outcome.SAME: State(N_("Same"), Tone.PLAIN),
    Outcome.CONFLICT: State(N_("Conflict"), Tone.WARN),
    Outcome.REJECTED: State(N_("Rejected"), Tone.BAD),
    Outcome.SKIPPED: State(N_("Skipped"), Tone.PLAIN),
}
"""How outcomes read, here and wherever counts of an import stand."""
MENDED: Final = "mended"
LEFT_OUT: Final = "left_out"
LINE_STATES: Final[Mapping[str, State]] = {
    **OUTCOMES, MENDED: State(N_("Mended"), Tone.INFO), LEFT_OUT: State(N_("Left out"), Tone.PLAIN)
}  # fmt: skip
"""What a line can be: an outcome, or what a person has just done with it and the dry run has not seen yet."""

OUTCOME_SHEET: Final = Sheet(
    name="outcomes",
    title=N_("What would happen"),
    key="row",
    columns=(
        Column("outcome", N_("Outcome"), Kind.STATE, width=12, states=LINE_STATES),
        Column("row", N_("Row"), Kind.INTEGER, width=8),
        Column("column", N_("Column"), Kind.ID, width=20),
        Column("value", N_("Value in the file"), Kind.ID, width=20, editable=True),
        Column("stored", N_("In the store"), Kind.ID, width=14),
        Column("reason", N_("What it means"), Kind.TEXT),
        Column("exported", N_("When exported"), Kind.ID, width=14),
    ),
)
SIGNS: Final = {
    "CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "TWD": "NT$", "HKD": "HK$", "KRW": "₩", "INR": "₹"
}  # fmt: skip


class OutcomeRow(NamedTuple):
    """One line of the table, in the order of OUTCOME_SHEET's columns."""

    outcome: str
    row: int
    column: str
    value: str
    stored: str
    """What the store has, where that is another."""
    reason: str
    exported: str = ""
    """What the cell said when it was exported, where an edited export is in conflict with the store."""
    place: int = -1
    """The 0-based column of the cell; -1 where the line concerns none."""
    may_go: bool = False
    """A person may let the row go in all the same."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """All that the page says of a staged file, made off the window's thread."""

    language: str
    counts: Mapping[str, int]
    """Rows by outcome."""
    documents: Mapping[str, int]
    """Orders by outcome; rows where rows stand alone."""
    rows: int
    quantity: str
    amount: str
    """With the sign of its currency; "" for kinds of rows without money."""
    charges: int
    new_skus: int
    imported_before: str
    """When this very file came in before, by the shop's clock; "" for never."""
    listed: tuple[OutcomeRow, ...]
    unlisted: Mapping[str, int] = field(default_factory=dict)
    """Outcome → how many orders (problems, for rejected rows) are counted but not listed."""
    beside: tuple[str, ...] = ()
    """Sentences on what it would bring beside its rows."""

    gone: tuple[str, ...] = ()
    """Columns that were read of the last file of this layout, and that this one lacks."""
    added: tuple[str, ...] = ()
    """Columns that the last file did not have, and that are not read."""

    mixed: int = 0
    """Rows in conflict of which other cells are written."""

    @property
    def news(self) -> int:
        """Rows that an import would write."""
        return self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED] + self.mixed

    @property
    def is_clean(self) -> bool:
        """Whether nothing in it needs a person's look."""
        return not self.counts[Outcome.REJECTED] and not self.counts[Outcome.CONFLICT] and not self.gone

    @property
    def is_accounted(self) -> bool:
        """Whether every data row of the file has exactly one outcome; rows read and then skipped have that."""
        told = sum(self.counts.values()) - self.counts[Outcome.SKIPPED]
        return told <= self.rows <= told + self.counts[Outcome.SKIPPED]


def tell(tx: Tx, staged: Staged) -> DryRun:
    """The dry run in the language spoken now; for a reader's thread."""
    told = _Teller(tx, staged)
    one_by_one: list[Order] | list[Item] = staged.orders if staged.plan.kind == "orders" else staged.items
    documents = Counter(one.outcome.value for one in one_by_one)
    listed = [*told.problems(), *told.changed(), *told.fresh(Outcome.NEW), *told.fresh(Outcome.SAME),
              *told.skipped()]  # fmt: skip
    unlisted = {
        outcome.value: left
        for outcome in (Outcome.CHANGED, Outcome.NEW, Outcome.SAME)
        if (left := documents[outcome] - LISTED) > 0
    }
    if staged.skipped > len(staged.aside):
        unlisted[Outcome.SKIPPED.value] = staged.skipped - len(staged.aside)
    if staged.problem_count > len(staged.problems):
        held = Outcome.REJECTED if staged.rejected_rows else Outcome.CONFLICT
        unlisted[held.value] = staged.problem_count - len(staged.problems)
    before = datetime.fromisoformat(staged.same_file) if staged.same_file else None
    when = Figures(tx.zone).moment(before)
    gone, added = changed_layout(tx, staged.plan)
    return DryRun(
        language(), staged.counts(), documents, staged.rows, Figures().pieces(staged.total_quantity),
        _amount(staged, told.currency, tx.currency) if staged.plan.kind in WITH_AMOUNTS else "",
        staged.charges, staged.new_skus, when, tuple(listed), unlisted,
        (*what_else(staged, tx.currency), *told_late(tx, staged)), tuple(gone), tuple(added),
        staged.trip.mixed if staged.trip else 0,
    )  # fmt: skip


def _amount(staged: Staged, currency: str, home: str) -> str:
    """What the file comes to; a sum of several currencies would say nothing, so each has its own."""
    if len(staged.currencies) < 2:
        return priced(staged.total_amount, currency)
    sums: Counter[str] = Counter()
    for order in staged.orders:
        lines, tax = (order.own.lines, order.own.tax) if order.own else (order.lines, order.tax)
        sums[order.fields.get("currency") or home] += sum(lines.column("amount")) + tax
    return " + ".join(priced(Decimal(total) / MONEY_SCALE, code) for code, total in sorted(sums.items()))


class _Teller:
    """Makes the lines of one staged file."""

    def __init__(self, tx: Tx, staged: Staged) -> None:
        self.tx, self.staged, self.plan = tx, staged, staged.plan
        self.sheet = columns_of(staged.plan.kind)
        self.zone = ZoneInfo(staged.plan.zone) if staged.plan.zone else tx.zone
        self.currency = staged.currencies.most_common(1)[0][0] if staged.currencies else tx.currency

    def problems(self) -> Iterator[OutcomeRow]:
        """Cells that cannot be taken, then what is held for the sake of their orders, then conflicts."""
        listed = self.staged.problems
        named = {problem.row for problem in listed}
        cells = [self._problem(problem) for problem in listed]
        held = (
            OutcomeRow(Outcome.REJECTED.value, row, "", "", "", _(reason))
            for row, reason in self.staged.rejected_rows.items()
            if row not in named
        )
        cells += islice(held, LISTED)
        yield from sorted(cells, key=lambda cell: (cell.outcome != Outcome.REJECTED, cell.row))

    def _problem(self, problem: Problem) -> OutcomeRow:
        value, stored = (_(problem.value), _(problem.stored)) if problem.stored else (problem.value, "")
        return OutcomeRow(
            problem.outcome.value, problem.row, f"{problem.column} {problem.header}".strip(), value, stored,
            opened(problem.reason, problem.value), _(problem.exported), column_place(problem.column),
            problem.may_go,
        )  # fmt: skip

    def skipped(self) -> Iterator[OutcomeRow]:
        """Rows that do not come in, with why."""
        for row, reason in sorted(self.staged.aside):
            yield OutcomeRow(Outcome.SKIPPED.value, row, "", "", "", _(reason))

    def changed(self) -> Iterator[OutcomeRow]:
        """One line for each field that would become different."""
        before = stored_values(self.tx, self.staged, LISTED)
        for order in islice((o for o in self.staged.orders if o.outcome is Outcome.CHANGED), LISTED):
            for key in order.changes:
                yield self._change(order.row, key, before[order.order_id].get(key), told_after(order, key))
        for item in islice(filter(self._changes, self.staged.items), LISTED):
            for key in item.changes or ("counted",):
                if key == LISTING:
                    yield from self._listing(item)
                    continue
                yield self._change(item.row, key, before[item.row].get(key), item.values.get(key))

    def _listing(self, item: Item) -> Iterator[OutcomeRow]:
        """What becomes of the listing that a SKU is sold by: each text once, the price by SKU, the rest by its name."""
        told = next(one for one in self.staged.listings if any(other is item for other in one.items))
        if not told.target:
            said = _("A listing is made of it: {title}").format(title=told.values["title"])
            yield OutcomeRow(Outcome.CHANGED.value, item.row, "", "", "", said)
            return
        code = item.values["sku"]
        if code in told.prices_before:
            yield self._of_listing(item, "price", told.prices_before[code], told.prices[code])
        if item is not told.items[0]:
            return
        for key, was in told.before.items():
            yield self._of_listing(item, key, was, told.values[key])
        others = {"stock": _("On hand"), "facts": _("Facts of the product")}
        named = [key for key in told.changes if key != "price" and key not in told.before]
        rest = [others.get(key) or _(LISTING_FILE.column(key).title) for key in named]
        if rest:
            said = _("Its listing changes: {fields}").format(fields=", ".join(rest))
            yield OutcomeRow(Outcome.CHANGED.value, item.row, "", "", "", said)

    def _of_listing(self, item: Item, key: str, before: Any, after: Any) -> OutcomeRow:
        column = LISTING_FILE.column(key)
        figures, states = Figures(self.zone), column.states
        was, becomes = (
            _(states[value].title) if value in states else shorten(figures.text(column.kind, value))
            for value in (before, after)
        )
        told = {"field": _(column.title), "before": was or _("blank"), "after": becomes}
        said = _("Its listing changes: {fields}").format(fields=_("{field}: {before} → {after}").format(**told))
        return OutcomeRow(Outcome.CHANGED.value, item.row, "", becomes, was, said)

    def _changes(self, item: Item) -> bool:
        """Whether a row changes: of an edited export also one of which another cell is in conflict."""
        return item.outcome is Outcome.CHANGED or (self.staged.trip is not None and bool(item.changes))

    def _change(self, row: int, key: str, before: Any, after: Any) -> OutcomeRow:
        title = _("Lines") if key == LINES else _(self.sheet.column(key).title)
        was, becomes = self._spoken(key, before), self._spoken(key, after)
        if was:
            reason = _("{field}: {before} → {after}").format(field=title, before=was, after=becomes)
        else:
            reason = _("{field}: the store has none yet").format(field=title)
        place = self.plan.columns.get(key)
        value = becomes if place is not None else ""
        at = -1 if place is None else place
        return OutcomeRow(Outcome.CHANGED.value, row, self._column(key), value, was, reason, place=at)

    def fresh(self, outcome: Outcome) -> Iterator[OutcomeRow]:
        """New or known ones, with what they come to."""
        key = self.sheet.key
        column, place = self._column(key), self.plan.columns.get(key, -1)
        for order in islice((o for o in self.staged.orders if o.outcome is outcome), LISTED):
            what = self._order(order) if outcome is Outcome.NEW else _("The store has it as it is here.")
            yield OutcomeRow(outcome.value, order.row, column, order.order_no, "", what, place=place)
        for item in islice((i for i in self.staged.items if i.outcome is outcome), LISTED):
            what = self._item(item) if outcome is Outcome.NEW else _("The store has it as it is here.")
            yield OutcomeRow(outcome.value, item.row, column, item.values[key], "", what, place=place)

    def _order(self, order: Order) -> str:
        total = sum(line.amount for line in order.lines) + order.tax
        amount = priced(Decimal(total) / MONEY_SCALE, self.tx.currency)
        if order.own_total is not None:
            own = priced(Decimal(order.own_total) / MONEY_SCALE, order.fields["currency"])
            amount = f"{own} = {amount}"
        count = len(order.lines)
        return n_("{count} line, {amount}", "{count} lines, {amount}", count).format(count=count, amount=amount)

    def _item(self, item: Item) -> str:
        values = item.values
        if self.plan.kind == "receipts":
            added = self._spoken("quantity", values["quantity"])
            return _("{quantity} are added to what is on hand").format(quantity=added)
        if self.plan.kind == "counts":
            return _("As counted: {quantity}").format(quantity=self._spoken("counted", values["counted"]))
        kind = KINDS.get(self.plan.kind, KINDS["products"])
        told = [self._spoken(key, values.get(key)) for key in kind.shown or KINDS["products"].shown]
        return ", ".join(filter(None, told))

    def _column(self, key: str) -> str:
        place = self.plan.columns.get(key)
        return f"{letter(place)} {self.plan.headers[place]}" if place is not None else ""

    def _spoken(self, key: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if key == LINES:
            return str(value)
        column = self.sheet.column(key)
        return mask(column, spoken(column, value, self.zone))


def opened(reason: str, cell: str) -> str:
    """A reason as a sentence of its own; where it begins with the cell's text, that stays as it was written."""
    return reason if cell and reason.startswith(cell) else reason[:1].upper() + reason[1:]


def priced(amount: Decimal, currency: str) -> str:
    """An amount to its last digit, with the sign of its currency: £9,747,747.934."""
    digits, sign = Figures().text(Kind.PRICE, amount), SIGNS.get(currency, f"{currency} ")
    return f"{MINUS}{sign}{digits[1:]}" if digits.startswith(MINUS) else f"{sign}{digits}"
