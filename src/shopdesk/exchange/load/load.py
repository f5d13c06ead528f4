"""The one transaction in which a staged file becomes part of the store."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import update

from shopdesk.exchange.load.ads import load_ads
from shopdesk.exchange.load.bills import load_bills, load_payments
from shopdesk.exchange.load.candidates import load_candidates
from shopdesk.exchange.load.cases import load_cases
from shopdesk.exchange.load.costs import load_costs
from shopdesk.exchange.load.customers import load_customers
from shopdesk.exchange.load.expenses import load_expenses
from shopdesk.exchange.load.fees import load_fees
from shopdesk.exchange.load.freight import load_freight
from shopdesk.exchange.load.items import load_counts, load_products, load_receipts
from shopdesk.exchange.load.journal import load_accounts, load_journal
from shopdesk.exchange.load.keywords import load_keywords
from shopdesk.exchange.load.listings import load_listings
from shopdesk.exchange.load.mappings import keep_mapping
from shopdesk.exchange.load.orders import OrderLoader
from shopdesk.exchange.load.payouts import load_payouts
from shopdesk.exchange.load.promotions import load_promotions
from shopdesk.exchange.load.purchases import load_purchases
from shopdesk.exchange.load.rates import load_rates
from shopdesk.exchange.load.refunds import load_refunds
from shopdesk.exchange.load.search_words import load_search_words
from shopdesk.exchange.load.settlement import load_settlement
from shopdesk.exchange.load.sides import load_sides
from shopdesk.exchange.load.supplier_prices import load_prices
from shopdesk.exchange.load.suppliers import load_suppliers
from shopdesk.exchange.load.traffic import load_traffic
from shopdesk.exchange.load.traffic_hours import load_hours
from shopdesk.exchange.load.waybills import load_waybills
from shopdesk.exchange.stage.compare import compare
from shopdesk.exchange.stage.foreign import keep_given
from shopdesk.exchange.stage.refunds import channel_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.warehouses import make_places
from shopdesk.exchange.table import letter
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.ledger.actions import keep_rate
from shopdesk.shop.settlement.matching import match_waiting, settle_orders
from shopdesk.shop.spending.sides import match_sides
from shopdesk.store.action import action
from shopdesk.store.tables import ImportFile, RawPage
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_ITEMS: Final[Mapping[str, Callable[[Tx, Staged], None]]] = {
    "products": load_products, "receipts": load_receipts, "counts": load_counts, "costs": load_costs,
    "freight": load_freight, "expenses": load_expenses, "suppliers": load_suppliers,
    "purchase_orders": load_purchases, "supplier_prices": load_prices,
    "rates": load_rates, "waybills": load_waybills, "bills": load_bills, "bill_payments": load_payments,
    "ads": load_ads, "side_costs": load_sides, "journal": load_journal, "accounts": load_accounts,
    "listings": load_listings,
    "promotions": load_promotions, "candidates": load_candidates, "cases": load_cases,
    "traffic": load_traffic, "search_words": load_search_words, "traffic_hours": load_hours, "keywords": load_keywords,
}  # fmt: skip


@action("order.import", N_("Import a file"), names=lambda staged, **_how: str(staged.file_name))
def load_file(
    tx: Tx, staged: Staged, *, good_rows: bool = False, check: Callable[[int], None] = lambda _rows: None
) -> int:
    """Write a staged file whole or not at all; `good_rows` leaves its rejected rows out.

    Returns the import_id, 0 where there was nothing new.
    The store may have moved since the dry run, so outcomes are found anew in this transaction.
    `check(rows written since the last call)` may raise to cancel: then nothing is written.
    """
    compare(tx, staged)
    if staged.rejected_rows and not good_rows:
        raise UserError(
            N_(
                "{count} rows of {file} cannot go in, so nothing was imported. Mend them, or import the good rows only."
            ),
            code="rejected",
            count=len(staged.rejected_rows),
            file=staged.file_name,
        )
    if staged.given and staged.given.told:
        keep_mapping(tx, staged.given)
    if not any(_words(staged).values()):
        return 0
    channels = _channels(tx, staged)
    tx.import_id = _record(tx, staged, next(iter(channels.values())) if len(channels) == 1 else None)
    rows = [(tx.import_id, first, last, data) for first, last, data in staged.pages]
    tx.insert_many(RawPage, ("import_id", "first_row", "last_row", "data"), rows)
    make_places(tx, staged)
    if staged.plan.kind == "orders":
        OrderLoader(tx, staged, channels, check).load()
        match_sides(tx)
    elif staged.plan.kind == "refunds":
        load_refunds(tx, staged, channels)
    elif staged.plan.kind == "customers":
        load_customers(tx, staged, channels)
    elif staged.plan.kind == "settlement":
        load_settlement(tx, staged, channels)
    elif staged.plan.kind == "payouts":
        load_payouts(tx, staged, channels)
    elif staged.plan.kind == "fees":
        load_fees(tx, staged, channels)
    else:
        _ITEMS[staged.plan.kind](tx, staged)
    if staged.plan.kind in {"orders", "refunds"}:
        settle_orders(tx, [order.order_id for order in staged.orders if order.outcome is Outcome.CHANGED])
        match_waiting(tx)
    keep_given(tx, staged, keep_rate)
    check(0)
    tx.execute(update(ImportFile).where(ImportFile.import_id == tx.import_id).values(**_counted(staged)))
    tx.say(N_("Import {file}: {new} new, {changed} changed"), file=staged.file_name, **_words(staged))
    return tx.import_id


def _channels(tx: Tx, staged: Staged) -> dict[str, int]:
    """What the file calls a channel → its id; empty for sheets without orders."""
    currency = staged.currencies.most_common(1)[0][0] if staged.currencies else ""
    named = sorted({order.channel or staged.channel for order in staged.orders})
    if staged.plan.kind in {"refunds", "customers", "settlement", "payouts", "fees"}:
        named = sorted({channel_of(staged, item) for item in staged.items})
    return {name: find_channel(tx, name, currency) for name in named}


def _record(tx: Tx, staged: Staged, channel_id: int | None) -> int:
    plan = staged.plan
    told = {key: plan.headers[place] for key, place in plan.columns.items()}
    return tx.insert(
        ImportFile,
        file_name=staged.file_name,
        sheet_name=plan.sheet_name,
        sha256=staged.sha256,
        size=staged.size,
        kind=plan.kind,
        format=plan.format,
        channel_id=channel_id,
        imported_at=tx.now,
        person=tx.person,
        plan=json.dumps({"fields": told, "headers": plan.headers, **_mended(staged)}, ensure_ascii=False),
        **_counted(staged),
    )


def _mended(staged: Staged) -> dict[str, object]:
    """What a person mended on the way in: row, header, the file's text and the one taken; rows left out, or let go."""
    headers = staged.plan.headers
    cells = [
        [one.row, headers[one.place] if one.place < len(headers) else letter(one.place), one.was, one.text]
        for one in staged.mended
    ]
    told = {"mended": cells, "left_out": sorted(staged.mends.left_out), "beyond": staged.beyond}
    return {name: value for name, value in told.items() if value}


def _counted(staged: Staged) -> dict[str, object]:
    counts = staged.counts()
    return {
        "row_count": staged.rows,
        "charges": staged.charges,
        "quantity": staged.total_quantity,
        "amount": staged.total_amount,
        **counts,
    }


def _words(staged: Staged) -> dict[str, int]:
    counts = staged.counts()
    return {"new": counts["new"], "changed": counts["changed"]}
