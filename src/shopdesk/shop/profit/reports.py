"""Reading profit: by month, channel and SKU, the journal, and the book that the bookkeeper takes away.

Sales come from orders, lines and refunds; costs from the ledger. Both are tied to each other by the checks of the
profit sheet, and every figure opens its rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Text, case, func, select, type_coerce

from shopdesk.shop.ledger.rules import AccountKind, Role
from shopdesk.shop.orders.reports import By, between, bucket_of
from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.shop.profit.book import AccountRow, LedgerRow, MonthRow, ProfitBook, SkuRow, UnknownRow, line_of
from shopdesk.shop.profit.sheets import ENTRY_KINDS, JOURNAL
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import (
    Account,
    Channel,
    GoodsReceipt,
    JournalEntry,
    MoveValue,
    OrderLine,
    Posting,
    Product,
    Refund,
    SalesOrder,
    Sku,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

ZERO: Final = Decimal(0)
COSTINGS: Final = {Costing.MOVING_AVERAGE: N_("Moving average"), Costing.FIFO: N_("First in, first out")}

_E, _A, _PO = JournalEntry.__table__.c, Account.__table__.c, Posting.__table__.c

JOURNAL_ROWS: Final = RowSource(
    sheet=JOURNAL,
    origin=Posting.__table__.join(JournalEntry.__table__, _E.entry_id == _PO.entry_id)
    .join(Account.__table__, _A.account_id == _PO.account_id)
    .outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _E.channel_id)
    .outerjoin(SalesOrder.__table__, (SalesOrder.__table__.c.order_id == _E.document_id) & (_E.document_kind == "order"))
    .outerjoin(GoodsReceipt.__table__, (GoodsReceipt.__table__.c.receipt_id == _E.document_id) & (_E.document_kind == "receipt")),
    row_id=_PO.posting_id,
    values={
        "entry_on": _E.entry_on, "entry_id": _E.entry_id, "kind": _E.kind,
        "document": func.coalesce(SalesOrder.__table__.c.order_no, GoodsReceipt.__table__.c.document_no),
        "account_code": _A.code, "account_title": _A.title,
        "debit": case((_PO.amount > 0, _PO.amount), else_=None), "credit": case((_PO.amount < 0, -_PO.amount), else_=None),
        "channel": Channel.__table__.c.title, "memo": _E.memo, "source_row": _E.source_row,
    },
    search=(_A.code, _A.title, _E.memo, SalesOrder.__table__.c.order_no),
    order=(("entry_on", True),),
)
"""The journal, a row a posting."""


@dataclass(slots=True)
class Figures:
    """The lines of a profit statement for one bucket; deductions are positive. See `shop.profit.book`."""

    orders: int = 0
    units: Decimal = ZERO
    gross_sales: Decimal = ZERO
    discounts: Decimal = ZERO
    refunds: Decimal = ZERO
    adjustments: Decimal = ZERO
    charges: Decimal = ZERO
    cogs: Decimal = ZERO
    fees: Decimal = ZERO
    other_costs: Decimal = ZERO
    unknown_units: Decimal = ZERO
    unknown_sales: Decimal = ZERO
    title: str = ""

    @property
    def net_sales(self) -> Decimal:
        """Gross sales less discounts and refunds, with adjustments and charges."""
        return self.gross_sales - self.discounts - self.refunds + self.adjustments + self.charges

    @property
    def profit(self) -> Decimal:
        """Net sales less sales of unknown cost, cost of goods, fees and other costs."""
        return self.net_sales - self.unknown_sales - self.cogs - self.fees - self.other_costs

    @property
    def margin(self) -> Decimal | None:
        """Profit by the net sales whose cost is known; None where nothing is known."""
        known = self.net_sales - self.unknown_sales
        return self.profit / known if known > 0 else None

    def add(self, other: "Figures") -> None:
        """Add another bucket to this one."""
        for name in _SUMMED:
            setattr(self, name, getattr(self, name) + getattr(other, name))


_SUMMED: Final = tuple(name for name in Figures.__dataclass_fields__ if name != "title")
Key = tuple[str, str]
"""(month, channel title); channel "" gathers what belongs to no channel."""


def fetch_months(tx: Tx, since: date | None = None, until: date | None = None, size: By = By.MONTH) -> dict[Key, Figures]:
    """Profit by month (or day, week, quarter, year) and channel."""
    made: dict[Key, Figures] = {}
    _add_orders(tx, made, since, until, size)
    _add_refunds(tx, made, since, until, size)
    _add_costs(tx, made, since, until, size)
    for row in _known(tx, since, until, size):
        figures = made[bucket_of(str(row.day), size), _(row.channel)]
        figures.unknown_units -= row.quantity
        figures.unknown_sales -= row.amount
    return dict(sorted(made.items()))


def fetch_profit(tx: Tx, by: By = By.MONTH, since: date | None = None, until: date | None = None) -> dict[str, Figures]:
    """Profit by one breakdown: period, channel, or SKU (where "" gathers what belongs to no SKU)."""
    made: dict[str, Figures] = {}
    if by is By.SKU:
        for (_month, _channel, sku), line in fetch_sku_lines(tx, since, until, By.YEAR).items():
            figures = made.setdefault(sku, Figures(title=line.title))
            figures.add(line)
        rest, whole = made.setdefault("", Figures()), Figures()
        for figures in fetch_months(tx, since, until, By.YEAR).values():
            whole.add(figures)
        for name in _SUMMED:
            given = sum((getattr(f, name) for sku, f in made.items() if sku), start=type(getattr(whole, name))(0))
            setattr(rest, name, getattr(whole, name) - given)
        rest.orders = 0
        return dict(sorted(made.items()))
    size = By.MONTH if by is By.CHANNEL else by
    for (month, channel), figures in fetch_months(tx, since, until, size).items():
        made.setdefault(channel if by is By.CHANNEL else month, Figures()).add(figures)
    return dict(sorted(made.items()))


def _part(day: Any, size: By) -> Any:
    """SQL: as much of a day as buckets of this size need, so that the database adds up most of it."""
    text = type_coerce(day, Text())
    return (text if size in (By.DAY, By.WEEK) else func.substr(text, 1, 7)).label("day")


def _add_orders(tx: Tx, made: dict[Key, Figures], since: date | None, until: date | None, size: By) -> None:
    order = SalesOrder.__table__.c
    sums = [func.sum(order[name]).label(name) for name in ("units", "goods", "discount", "shipping", "charge", "tax", "total")]
    found = tx.rows(
        select(_part(SalesOrder.sold_on, size), Channel.title, SalesOrder.kind, func.count().label("orders"), *sums)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .where(SalesOrder.sold_on.is_not(None), *between(SalesOrder.sold_on, since, until))
        .group_by("day", Channel.title, SalesOrder.kind)
    )
    for row in found:
        figures = made.setdefault((bucket_of(str(row.day), size), _(row.title)), Figures())
        if row.kind == OrderKind.ADJUSTMENT:
            figures.adjustments += row.total - row.tax
            continue
        if row.kind == OrderKind.RETURN:
            figures.refunds -= row.goods
        else:
            figures.gross_sales += row.goods
            figures.orders += row.orders
        figures.units += row.units
        figures.discounts += row.discount
        figures.charges += row.shipping + row.charge
        figures.unknown_units += row.units
        figures.unknown_sales += row.goods - row.discount


def _add_refunds(tx: Tx, made: dict[Key, Figures], since: date | None, until: date | None, size: By) -> None:
    found = tx.rows(
        select(_part(Refund.refunded_on, size), Channel.title, func.sum(Refund.amount).label("amount"))
        .join(SalesOrder, SalesOrder.order_id == Refund.order_id)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .where(*between(Refund.refunded_on, since, until))
        .group_by("day", Channel.title)
    )
    for row in found:
        made.setdefault((bucket_of(str(row.day), size), _(row.title)), Figures()).refunds += row.amount


def _add_costs(tx: Tx, made: dict[Key, Figures], since: date | None, until: date | None, size: By) -> None:
    """Expenses and cost of goods from the ledger, by the channel of the entry or of its order."""
    own = func.coalesce(JournalEntry.channel_id, SalesOrder.channel_id)
    found = tx.rows(
        select(_part(JournalEntry.entry_on, size), Channel.title, Account.code, func.sum(Posting.amount).label("amount"))
        .join_from(Posting, JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .outerjoin(SalesOrder, (SalesOrder.order_id == JournalEntry.document_id) & (JournalEntry.document_kind == "order"))
        .outerjoin(Channel, Channel.channel_id == own)
        .where(
            Account.kind == AccountKind.EXPENSE.value, Account.code != Role.BAD_DEBT.value, *between(JournalEntry.entry_on, since, until)
        )
        .group_by("day", Channel.title, Account.code)
    )
    for row in found:
        figures = made.setdefault((bucket_of(str(row.day), size), _(row.title or "")), Figures())
        if row.code == Role.COGS.value:
            figures.cogs += row.amount
        elif row.code == Role.COMMISSION.value:
            figures.fees += row.amount
        else:
            figures.other_costs += row.amount


def fetch_sku_lines(tx: Tx, since: date | None, until: date | None, size: By = By.MONTH) -> dict[tuple[str, str, str], Figures]:
    """Goods by month, channel and SKU: what was sold, what it cost, and what part of it has no known cost."""
    made: dict[tuple[str, str, str], Figures] = {}
    for row in _goods(tx, since, until, size):
        figures = made.setdefault((bucket_of(str(row.day), size), _(row.channel), row.code or ""), Figures(title=row.title or ""))
        if row.kind == OrderKind.RETURN:
            figures.refunds -= row.amount + row.discount
        else:
            figures.gross_sales += row.amount + row.discount
        figures.orders += row.orders
        figures.units += row.quantity
        figures.discounts += row.discount
        figures.unknown_units += row.quantity
        figures.unknown_sales += row.amount
    for row in _known(tx, since, until, size):
        figures = made.setdefault((bucket_of(str(row.day), size), _(row.channel), row.code), Figures())
        figures.unknown_units -= row.quantity
        figures.unknown_sales -= row.amount
    for bucket, channel, sku, cogs in _costs_by_sku(tx, since, until, size):
        made.setdefault((bucket, channel, sku), Figures()).cogs += cogs
    return made


def _goods(tx: Tx, since: date | None, until: date | None, size: By) -> Sequence[Any]:
    line = OrderLine.__table__.c
    month = _part(SalesOrder.sold_on, size)
    return tx.rows(
        select(
            month, Channel.title.label("channel"), Sku.code, func.max(Product.title).label("title"), SalesOrder.kind,
            func.count(func.distinct(line.order_id)).label("orders"), func.sum(line.quantity).label("quantity"),
            func.sum(line.amount).label("amount"), func.sum(line.discount).label("discount"),
        )
        .join_from(OrderLine, SalesOrder, SalesOrder.order_id == line.order_id)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .outerjoin(Sku, Sku.sku_id == line.sku_id)
        .outerjoin(Product, Product.product_id == Sku.product_id)
        .where(
            line.kind == LineKind.PRODUCT.value, SalesOrder.sold_on.is_not(None), SalesOrder.kind != OrderKind.ADJUSTMENT.value,
            *between(SalesOrder.sold_on, since, until),
        )
        .group_by(month, Channel.title, Sku.code, SalesOrder.kind)
    )


def _known(tx: Tx, since: date | None, until: date | None, size: By) -> Sequence[Any]:
    """Lines of booked orders whose own move has a value."""
    line = OrderLine.__table__.c
    month = _part(SalesOrder.sold_on, size)
    return tx.rows(
        select(
            month, Channel.title.label("channel"), Sku.code,
            func.sum(line.quantity).label("quantity"), func.sum(line.amount).label("amount"),
        )
        .join_from(MoveValue, StockMove, StockMove.move_id == MoveValue.move_id)
        .join(OrderLine, line.line_id == StockMove.line_id)
        .join(SalesOrder, SalesOrder.order_id == line.order_id)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .join(Sku, Sku.sku_id == line.sku_id)
        .where(
            StockMove.reverses_id.is_(None), SalesOrder.sold_on.is_not(None), SalesOrder.kind != OrderKind.ADJUSTMENT.value,
            *between(SalesOrder.sold_on, since, until),
        )
        .group_by(month, Channel.title, Sku.code)
    )


def _costs_by_sku(tx: Tx, since: date | None, until: date | None, size: By) -> Iterator[tuple[str, str, str, Decimal]]:
    """Cost of goods by bucket, channel and SKU, from the values of the moves of orders."""
    found = tx.rows(
        select(
            _part(StockMove.booked_on, size), Channel.title, Sku.code, func.sum(MoveValue.value).label("value")
        )
        .join_from(MoveValue, StockMove, StockMove.move_id == MoveValue.move_id)
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .join(SalesOrder, SalesOrder.order_id == StockMove.document_id)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .where(
            StockMove.document_kind == "order", StockMove.reason.in_(["sale", "return", "reversal"]),
            *between(StockMove.booked_on, since, until),
        )
        .group_by("day", Channel.title, Sku.code)
    )
    for row in found:
        yield bucket_of(str(row.day), size), _(row.title), row.code, -row.value


def build_book(tx: Tx, first_month: str, last_month: str) -> ProfitBook:
    """Everything that the profit sheet of these months shows; "2026-01" to "2026-12", both included."""
    since = date.fromisoformat(f"{first_month}-01")
    until = _end_of(last_month)
    months = [
        MonthRow(month, channel, f.orders, f.units, f.gross_sales, f.discounts, f.refunds, f.adjustments, f.charges, f.net_sales, f.cogs,
                 f.fees, f.other_costs, f.profit, f.unknown_units, f.unknown_sales)
        for (month, channel), f in fetch_months(tx, since, until).items()
    ]
    lines = fetch_sku_lines(tx, since, until)
    return ProfitBook(
        shop=tx.setting("name", "ShopDesk"), currency=tx.currency, first_month=first_month, last_month=last_month,
        made_at=tx.now.astimezone(tx.zone), costing=_(COSTINGS[Costing(tx.setting("costing", Costing.MOVING_AVERAGE.value))]),
        months=months, skus=list(_sku_rows(months, lines)), ledger=_ledger(tx, since, until), accounts=_accounts(tx, since, until),
        unknown=_unknown(lines),
    )


def months_with_sales(tx: Tx) -> tuple[str, str] | None:
    """First and last month of the books; None while they are empty."""
    first, last = tx.rows(select(func.min(JournalEntry.entry_on), func.max(JournalEntry.entry_on)))[0]
    return None if first is None else (f"{first:%Y-%m}", f"{last:%Y-%m}")


def _sku_rows(months: Sequence[MonthRow], lines: Mapping[tuple[str, str, str], Figures]) -> Iterator[SkuRow]:
    """SKU rows of each month and channel, and one without SKU for refunds of whole orders, so that rows add up to the months."""
    given: dict[Key, Figures] = {}
    for (month, channel, sku), f in sorted(lines.items()):
        given.setdefault((month, channel), Figures()).add(f)
        net = f.gross_sales - f.discounts - f.refunds
        known = not f.unknown_units and not f.unknown_sales
        yield SkuRow(month, channel, sku, f.title, f.units, f.gross_sales, f.discounts, f.refunds, net, f.cogs if known or f.cogs else None,
                     net - f.cogs if known else None, f.unknown_units, f.unknown_sales)
    for row in months:
        f = given.get((row.month, row.channel), Figures())
        refunds = row.refunds - f.refunds
        if refunds:
            yield SkuRow(row.month, row.channel, "", _("Refunds of whole orders"), ZERO, ZERO, ZERO, refunds, -refunds, ZERO, -refunds, ZERO)


def _ledger(tx: Tx, since: date, until: date) -> Iterator[LedgerRow]:
    """The postings of the range, oldest entry first."""
    document = func.coalesce(SalesOrder.order_no, GoodsReceipt.document_no, JournalEntry.document_kind)
    found = tx.execute(
        select(JournalEntry.entry_on, JournalEntry.entry_id, JournalEntry.kind, document.label("document"), Account.code, Account.title,
               Posting.amount, JournalEntry.memo)
        .join_from(Posting, JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .outerjoin(SalesOrder, (SalesOrder.order_id == JournalEntry.document_id) & (JournalEntry.document_kind == "order"))
        .outerjoin(GoodsReceipt, (GoodsReceipt.receipt_id == JournalEntry.document_id) & (JournalEntry.document_kind == "receipt"))
        .where(*between(JournalEntry.entry_on, since, until))
        .order_by(JournalEntry.entry_on, JournalEntry.entry_id, Posting.posting_id)
    )
    kinds = {kind: _(state.title) for kind, state in ENTRY_KINDS.items()}
    for row in found:
        yield LedgerRow(row.entry_on, str(row.entry_id), kinds[row.kind], row.document, row.code, _(row.title),
                        max(row.amount, ZERO), max(-row.amount, ZERO), row.memo or "")


def _accounts(tx: Tx, since: date, until: date) -> list[AccountRow]:
    """Opening, debit, credit and closing of every account that has any; opening is everything before the range."""
    inside = between(JournalEntry.entry_on, since, until)
    amount = Posting.__table__.c.amount
    found = tx.rows(
        select(
            Account.code, Account.title, Account.kind,
            func.sum(case((JournalEntry.entry_on < since, amount), else_=0)).label("opening"),
            func.sum(case((inside[0] & (amount > 0), amount), else_=0)).label("debit"),
            func.sum(case((inside[0] & (amount < 0), -amount), else_=0)).label("credit"),
        )
        .join_from(Posting, JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(inside[1])
        .group_by(Account.code, Account.title, Account.kind)
        .order_by(Account.code)
    )
    made = []
    for row in found:
        opening, debit, credit = row.opening or ZERO, row.debit or ZERO, row.credit or ZERO
        if opening or debit or credit:
            kind = AccountKind(row.kind)
            made.append(AccountRow(row.code, _(row.title), kind, line_of(row.code, kind), opening, debit, credit, opening + debit - credit))
    return made


def _unknown(lines: Mapping[tuple[str, str, str], Figures]) -> list[UnknownRow]:
    """SKUs sold without a known cost, the most money first."""
    made: dict[str, Figures] = {}
    for (_month, _channel, sku), f in lines.items():
        if f.unknown_units or f.unknown_sales:
            made.setdefault(sku, Figures(title=f.title)).add(f)
    rows = [UnknownRow(sku, f.title, f.unknown_units, f.unknown_sales) for sku, f in made.items() if f.unknown_units or f.unknown_sales]
    return sorted(rows, key=lambda row: -row.sales)


def _end_of(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
