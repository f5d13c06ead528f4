"""Commands that list imports, take one back, and give files out."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import exists, opened, store_address
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.journal_text import JOURNALS
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.workbook import masks, write_grid, write_template
from shopdesk.exchange.writing.market import MARKETS, write_market
from shopdesk.shop.buying.reports import PRICE_ROWS, PURCHASE_ROWS
from shopdesk.shop.buying.scorecard import SCORE_ROWS
from shopdesk.shop.history import IMPORT_ROWS
from shopdesk.shop.ledger.entries import read_journal
from shopdesk.shop.ledger.reports import ACCOUNT_ROWS, EXPENSE_ROWS, JOURNAL_ROWS, RATE_ROWS
from shopdesk.shop.listings.market import fetch_market, listings_of
from shopdesk.shop.listings.prices.journal import JOURNAL_ROWS as PRICE_JOURNAL_ROWS
from shopdesk.shop.listings.prices.listed import PRICE_LIST_ROWS
from shopdesk.shop.listings.prices.ruling import PRICING_RULE_ROWS
from shopdesk.shop.listings.reports import LISTING_ROWS
from shopdesk.shop.listings.titles.pool import KEYWORD_ROWS
from shopdesk.shop.offers import USUAL_OFFERS, find_offers
from shopdesk.shop.orders.refunds import REFUND_ROWS
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.promotions.price_plan.plan import PLAN_RULE_ROWS
from shopdesk.shop.promotions.reports import COUPON_ROWS, PROMOTION_ROWS
from shopdesk.shop.service.care.contacts import CARE_LOG_ROWS
from shopdesk.shop.service.customers.actions import note_export
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.ratings.reviews import REVIEW_ROWS
from shopdesk.shop.service.ratings.rolling import RATING_DAY_ROWS
from shopdesk.shop.settlement.fees import FEE_ROWS
from shopdesk.shop.settlement.reports import LINE_ROWS, PAYOUT_ROWS, WORK_ROWS
from shopdesk.shop.spending.reports import AD_ROWS, BILL_ROWS, CAMPAIGN_ROWS, RECURRING_ROWS, SIDE_ROWS
from shopdesk.shop.stock.place_reports import PLACE_ROWS, TRANSFER_ROWS
from shopdesk.shop.stock.reports import MOVE_ROWS, RECEIPT_ROWS, STOCK_ROWS
from shopdesk.shop.stock.trace import LOT_ROWS, RECALL_ROWS
from shopdesk.store.rows import Query, RowSource
from shopdesk.store.store import Store
from shopdesk.store.tables import ImportFile
from shopdesk.text import N_, UserError, _, language, n_

GRIDS: Final[Mapping[str, tuple[RowSource, str]]] = {
    "orders": (ORDER_ROWS, "placed_at"),
    "products": (STOCK_ROWS, ""),
    "stock": (STOCK_ROWS, ""),
    "refunds": (REFUND_ROWS, "ended_on"),
    "reviews": (REVIEW_ROWS, "written_at"),
    "ratings": (RATING_DAY_ROWS, "seen_on"),
    "contacts": (CARE_LOG_ROWS, "contacted_on"),
    "customers": (CUSTOMER_ROWS, "last_order"),
    "moves": (MOVE_ROWS, "moved_at"),
    "receipts": (RECEIPT_ROWS, "received_at"),
    "lots": (LOT_ROWS, "expires_on"),
    "recall": (RECALL_ROWS, "left_at"),
    "places": (PLACE_ROWS, ""),
    "transfers": (TRANSFER_ROWS, "sent_at"),
    "accounts": (ACCOUNT_ROWS, ""),
    "journal": (JOURNAL_ROWS, "entry_on"),
    "imports": (IMPORT_ROWS, "imported_at"),
    "rates": (RATE_ROWS, "rate_on"),
    "suppliers": (SCORE_ROWS, ""),
    "purchases": (PURCHASE_ROWS, "ordered_on"),
    "supplier-prices": (PRICE_ROWS, ""),
    "expenses": (EXPENSE_ROWS, "spent_on"),
    "settlement-lines": (LINE_ROWS, "settled_on"),
    "payouts": (PAYOUT_ROWS, "paid_on"),
    "unmatched": (WORK_ROWS, "since"),
    "fees": (FEE_ROWS, "since"),
    "bills": (BILL_ROWS, "billed_on"),
    "recurring": (RECURRING_ROWS, "next_on"),
    "ads": (AD_ROWS, "spent_on"),
    "campaigns": (CAMPAIGN_ROWS, "last_on"),
    "side-costs": (SIDE_ROWS, "paid_on"),
    "keywords": (KEYWORD_ROWS, "read_on"),
    "promotions": (PROMOTION_ROWS, "starts_at"),
    "listings": (LISTING_ROWS, "listed_at"),
    "coupons": (COUPON_ROWS, "last_used_on"),
    "prices": (PRICE_LIST_ROWS, ""),
    "pricing-rules": (PRICING_RULE_ROWS, ""),
    "price-journal": (PRICE_JOURNAL_ROWS, "changed_at"),
    "price-rules": (PLAN_RULE_ROWS, "first_on"),
}
"""What `export` can take out: the rows, and the column that a range of dates means."""


def imports(options: Namespace, output: Output) -> int:
    """Imports list | undo ID."""
    with opened(options) as store:
        if options.what == "list":
            _list_imports(store, output)
            return 0
        if options.id is None:
            raise UserError(N_("Say which import to take back: shopdesk imports undo ID"), code="usage")
        store.do(take_back, options.id)
        output.data({"import_id": options.id, "taken_back": True})
        output.say(_("Import {number} has been taken back.").format(number=options.id))
    return 0


def undo(options: Namespace, output: Output) -> int:
    """Undo [CHANGE]: the last edit, or that one where it is the last; imports have a way back of their own."""
    with opened(options) as store:
        title, done = store.undo_title(), store.undo(options.change or 0)
    output.data({"change_id": done.value, "undone": True, "title": title})
    output.say(_("Undone: {title}").format(title=title))
    return 0


def _list_imports(store: Store, output: Output) -> None:
    with store.read() as tx:
        found, zone = tx.rows(select(ImportFile.__table__).order_by(ImportFile.import_id)), tx.zone
    names = (
        "import_id",
        "file_name",
        "sheet_name",
        "kind",
        "format",
        "imported_at",
        "person",
        "row_count",
        "new",
        "changed",
        "same",
        "conflict",
        "rejected",
        "skipped",
        "charges",
        "quantity",
        "amount",
        "taken_back_at",
    )
    output.data([{name: getattr(row, name) for name in names} for row in found])
    headers = (
        _("No."),
        _("When"),
        _("File"),
        _("Rows"),
        _("New"),
        _("Changed"),
        _("Same"),
        _("Amount"),
        _("Taken back at"),
    )
    output.table(
        headers,
        [
            (
                r.import_id,
                r.imported_at.astimezone(zone),
                r.file_name,
                r.row_count,
                r.new,
                r.changed,
                r.same,
                r.amount,
                r.taken_back_at and r.taken_back_at.astimezone(zone),
            )
            for r in found
        ],
        (0, 3, 4, 5, 6, 7),
    )


def formats(_options: Namespace, output: Output) -> int:
    """formats: what is recognised, and where that is known from."""
    known = list(FORMATS.values())
    output.data(
        [
            {
                "code": f.code,
                "title": f.title,
                "kind": f.kind,
                "channel": f.channel,
                "grade": f.grade,
                "source": f.source,
                "signature": [list(group) for group in f.signature],
            }
            for f in known
        ]
    )
    output.table(
        (_("Format"), _("Name"), _("Rows are"), _("Grade"), _("Known from")),
        [(f.code, _(f.title), _(FILES[f.kind].title), f.grade, _(f.source)) for f in known],
    )
    output.say(_("A: header and quirks were seen in real files. B: the columns are known by their names alone."))
    return 0


def template(options: Namespace, output: Output) -> int:
    """Template KIND: an empty workbook in the language spoken now, with the names of the shop where there is one."""
    offered = USUAL_OFFERS
    if exists(store_address(options)):
        with opened(options) as store, store.read() as tx:
            offered = find_offers(tx)
    write_template(options.out, FILES[options.kind], language(), offered)
    output.data({"file": str(options.out), "kind": options.kind})
    output.say(_("Wrote {file}").format(file=options.out))
    return 0


def export(options: Namespace, output: Output) -> int:
    """Export SHEET|LEDGER: all rows, or those of a range of dates."""
    if options.sheet in JOURNALS:
        return _export_journal(options, output)
    if options.format:
        return _export_market(options, output)
    source, day = GRIDS[options.sheet]
    if (options.since or options.until) and not day:
        raise UserError(N_("{sheet} has no date to choose a range by."), code="no_range", sheet=options.sheet)
    if options.whole and masks(source.sheet, source.sheet.columns):
        with opened(options) as store:
            store.do(note_export, _(source.sheet.title), options.out.name)
    with opened(options) as store, store.read() as tx:
        filters = ((day, f"{options.since or ''}..{options.until or ''}"),) if options.since or options.until else ()
        query = Query(filters=filters, today=tx.today, zone=tx.zone)
        note = ", ".join(text for _key, text in filters)
        count = write_grid(
            options.out, tx, source, query, title=_(source.sheet.title), note=note, masked=not options.whole
        )
    output.data({"file": str(options.out), "sheet": options.sheet, "rows": count})
    said = n_("Wrote {count} row to {file}", "Wrote {count} rows to {file}", count)
    output.say(said.format(count=f"{count:,}", file=options.out))
    return 0


def _export_journal(options: Namespace, output: Output) -> int:
    with opened(options) as store, store.read() as tx:
        book = read_journal(tx, options.since, options.until)
        if book is None:
            raise UserError(N_("There is nothing in the books yet."), code="empty")
        count = JOURNALS[options.sheet](options.out, book, None)
    output.data({"file": str(options.out), "ledger": options.sheet, "entries": count})
    said = n_("Wrote {count} entry to {file}", "Wrote {count} entries to {file}", count)
    output.say(said.format(count=f"{count:,}", file=options.out))
    return 0


def _export_market(options: Namespace, output: Output) -> int:
    """The listings of a channel in the layout of its marketplace."""
    if options.sheet != "listings":
        raise UserError(N_("Only listings go out in the layout of a marketplace."), code="usage")
    market = MARKETS[options.format]
    with opened(options) as store, store.read() as tx:
        found = fetch_market(tx, listings_of(tx, options.channel or market.channel))
    count = write_market(options.out, market, found)
    output.data({"file": str(options.out), "format": options.format, "listings": count})
    said = n_("Wrote {count} listing to {file}", "Wrote {count} listings to {file}", count)
    output.say(said.format(count=f"{count:,}", file=options.out))
    return 0
