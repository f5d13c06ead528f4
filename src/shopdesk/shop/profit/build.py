"""Making the book that the bookkeeper takes away: months, SKUs, ledger and trial balance of a range."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select

from shopdesk.shop.ledger.reports import account_title, fetch_accounts
from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.ledger.sheets import ENTRY_KINDS
from shopdesk.shop.orders.reports import between
from shopdesk.shop.profit.book import AccountRow, LedgerRow, MonthRow, ProfitBook, SkuRow, UnknownRow
from shopdesk.shop.profit.definitions import line_of
from shopdesk.shop.profit.figures import ZERO, Figures
from shopdesk.shop.profit.reports import Bucket, SkuKey, channel_titles, fetch_buckets_and_skus, sku_names
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.tables import Account, GoodsReceipt, JournalEntry, Posting, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

COSTINGS: Final = {Costing.MOVING_AVERAGE: N_("Moving average"), Costing.FIFO: N_("First in, first out")}


def build_book(tx: Tx, first_month: str, last_month: str) -> ProfitBook:
    """Everything that the profit sheet of these months shows; "2026-01" to "2026-12", both included."""
    scope = Scope(date.fromisoformat(f"{first_month}-01"), end_of(last_month))
    buckets, lines = fetch_buckets_and_skus(tx, scope)
    lines = with_rest(buckets, lines)
    channels, names = channel_titles(tx), sku_names(tx)
    months = [MonthRow(bucket, channels.get(channel, ""), f) for (bucket, channel), f in buckets.items()]
    skus = [
        SkuRow(bucket, channels.get(channel, ""), *_name(sku_id, names), f)
        for (bucket, channel, sku_id), f in sorted(lines.items(), key=_order)
    ]
    return ProfitBook(
        shop=tx.setting("name", "ShopDesk"),
        currency=tx.currency,
        first_month=first_month,
        last_month=last_month,
        made_at=tx.now.astimezone(tx.zone),
        costing=_(COSTINGS[Costing(tx.setting("costing", Costing.MOVING_AVERAGE.value))]),
        months=months,
        skus=skus,
        ledger=_ledger(tx, scope),
        accounts=trial_balance(tx, scope),
        unknown=_unknown(lines, names),
    )


def end_of(month: str) -> date:
    """The last day of "2026-02"."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def trial_balance(tx: Tx, scope: Scope) -> list[AccountRow]:
    """Every account that has a balance before the scope or a posting in it, by code."""
    made = []
    for found in fetch_accounts(tx, scope.since, scope.until, scope.channel_id):
        kind = AccountKind(found.kind)
        closing = found.opening + found.debit - found.credit
        made.append(
            AccountRow(
                found.code,
                found.title,
                kind,
                (line_of(found.code, kind) or ("",))[0],
                found.opening,
                found.debit,
                found.credit,
                closing,
            )
        )
    return made


def with_rest(buckets: Mapping[Bucket, Figures], lines: Mapping[SkuKey, Figures]) -> dict[SkuKey, Figures]:
    """The SKU rows, and for each month and channel one without SKU that makes their goods those of the books.

    It holds goods without SKU, what shipping and tax bear of refunds, and corrections after the month was closed.
    """
    made = {key: figures for key, figures in lines.items() if key[2] is not None and not figures.is_empty}
    given: dict[Bucket, Figures] = {}
    for (bucket, channel, _sku_id), figures in made.items():
        given.setdefault((bucket, channel), Figures()).add(figures)
    for bucket, channel in {*buckets, *given}:
        whole = buckets.get((bucket, channel), Figures())
        rest = whole.less(given.get((bucket, channel), Figures()))
        rest.orders = 0
        if not rest.is_empty:
            made[bucket, channel, None] = rest
    return made


def _order(item: tuple[SkuKey, Figures]) -> tuple[str, int, bool, int]:
    bucket, channel, sku_id = item[0]
    return bucket, channel or 0, sku_id is None, sku_id or 0


def _name(sku_id: int | None, names: Mapping[int, tuple[str, str]]) -> tuple[str, str]:
    return ("", _("Without SKU: refunded shipping, corrections")) if sku_id is None else names[sku_id]


def _unknown(lines: Mapping[SkuKey, Figures], names: Mapping[int, tuple[str, str]]) -> list[UnknownRow]:
    """SKUs sold without a known cost, the most money first."""
    made: dict[int | None, Figures] = {}
    for (_month, _channel, sku_id), figures in lines.items():
        made.setdefault(sku_id, Figures()).add(figures)
    rows = [
        UnknownRow(*_name(sku_id, names), f.unknown_units, f.unknown_sales)
        for sku_id, f in made.items()
        if f.unknown_units or f.unknown_sales
    ]
    return sorted(rows, key=lambda row: -row.sales)


def _ledger(tx: Tx, scope: Scope) -> Iterator[LedgerRow]:
    """The postings of the scope, oldest entry first."""
    document = func.coalesce(SalesOrder.order_no, GoodsReceipt.document_no, "")
    found = tx.execute(
        select(
            JournalEntry.entry_on,
            JournalEntry.entry_id,
            JournalEntry.kind,
            document.label("document"),
            Account.code,
            Account.title,
            Posting.amount,
            JournalEntry.memo,
        )
        .join_from(Posting, JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .outerjoin(
            SalesOrder, (SalesOrder.order_id == JournalEntry.document_id) & (JournalEntry.document_kind == "order")
        )
        .outerjoin(
            GoodsReceipt,
            (GoodsReceipt.receipt_id == JournalEntry.document_id) & (JournalEntry.document_kind == "receipt"),
        )
        .where(*between(JournalEntry.entry_on, scope.since, scope.until))
        .order_by(JournalEntry.entry_on, JournalEntry.entry_id, Posting.posting_id)
    )
    kinds = {kind: _(state.title) for kind, state in ENTRY_KINDS.items()}
    titles: dict[str, str] = {}
    for row in found:
        title = titles.get(row.code) or titles.setdefault(row.code, account_title(row.code, row.title))
        yield LedgerRow(
            row.entry_on,
            str(row.entry_id),
            kinds[row.kind],
            row.document,
            row.code,
            title,
            max(row.amount, ZERO),
            max(-row.amount, ZERO),
            row.memo or "",
        )
