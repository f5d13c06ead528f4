"""Reading the past: imports with their rows, and the journal of changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.buying.sheets import PRICE_FILE, PURCHASE_FILE
from shopdesk.shop.catalog.sheets import COST_FILE, PRODUCT_FILE, SUPPLIER_FILE
from shopdesk.shop.columns import Column, Kind, Sheet, State
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.shop.ledger.sheets import ACCOUNT_FILE, EXPENSE_FILE, FREIGHT_FILE, JOURNAL_FILE, RATE_FILE
from shopdesk.shop.listings.law.sheets import CLAIM_FILE, LAW_WORDS
from shopdesk.shop.listings.prices.competitor_sheets import COMPETITOR_FILE
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.shop.listings.titles.keyword_sheets import KEYWORD_FILE
from shopdesk.shop.listings.traffic.sheets import TRAFFIC_FILE
from shopdesk.shop.listings.traffic.word_sheets import HOUR_FILE, WORD_FILE
from shopdesk.shop.listings.trials.experiment_sheets import DAY_FILE
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import ORDER_FILE, REFUND_FILE
from shopdesk.shop.promotions.calendar.own_days import OWN_DAY_FILE
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.service.care.sheets import CARE_FILE
from shopdesk.shop.service.customers.sheets import CONSENT_FILE, POINT_FILE
from shopdesk.shop.service.ratings.sheets import RATING_FILE, REVIEW_FILE
from shopdesk.shop.service.ratings.surveys import SURVEY_FILE
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.shop.settlement.sheets import FEES, PAYOUT_FILE, SETTLEMENT_FILE
from shopdesk.shop.spending.sheets import AD_FILE, BILL_FILE, PAYMENT_FILE, SIDE_FILE
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.store.journal import title_text
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Change, Channel, ImportFile, JournalEntry, RawPage, StockMove
from shopdesk.store.tx import Tx
from shopdesk.text import N_

KINDS: Final[Mapping[str, State]] = {
    **{
        sheet.name: State(sheet.title)
        for sheet in (
            ORDER_FILE, PRODUCT_FILE, RECEIPT_FILE, COUNT_FILE, REFUND_FILE, COST_FILE, FREIGHT_FILE, EXPENSE_FILE,
            SUPPLIER_FILE, PURCHASE_FILE, PRICE_FILE, CUSTOMER_FILE, WAYBILL_FILE, RATE_FILE, SETTLEMENT_FILE,
            PAYOUT_FILE, FEES, BILL_FILE, PAYMENT_FILE, AD_FILE, SIDE_FILE, JOURNAL_FILE, ACCOUNT_FILE,
            PROMOTION_FILE, OWN_DAY_FILE, LISTING_FILE, KEYWORD_FILE, TRAFFIC_FILE, WORD_FILE, HOUR_FILE,
            CANDIDATE_FILE, COMPETITOR_FILE, DAY_FILE, CLAIM_FILE, LAW_WORDS, CASE_FILE, REVIEW_FILE, RATING_FILE,
            CARE_FILE, SURVEY_FILE, POINT_FILE, CONSENT_FILE,
        )
    },
    "targets": State(N_("Targets")),  # of an area above this one
}  # fmt: skip
"""What the rows of a file can be."""

IMPORTS = Sheet(
    name="imports",
    title=N_("Imports"),
    key="import_id",
    help=N_("Every file that came in, what it brought, and whether it was taken back."),
    columns=(
        Column("import_id", N_("No."), Kind.INTEGER, width=6),
        Column("imported_at", N_("When"), Kind.TIME),
        Column("file_name", N_("File"), Kind.TEXT, width=30),
        Column("sheet_name", N_("Sheet"), Kind.TEXT, width=14, shown=False),
        Column("kind", N_("Rows are"), Kind.STATE, width=11, states=KINDS),
        Column("format", N_("Layout"), Kind.TEXT, width=18, shown=False),
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("row_count", N_("Rows"), Kind.INTEGER, total=True),
        Column("new", N_("New"), Kind.INTEGER, total=True),
        Column("changed", N_("Changed"), Kind.INTEGER, total=True),
        Column("same", N_("Same"), Kind.INTEGER, total=True),
        Column("rejected", N_("Rejected"), Kind.INTEGER, total=True),
        Column("amount", N_("Amount"), Kind.MONEY),
        Column("person", N_("Who"), Kind.TEXT, width=10),
        Column("taken_back_at", N_("Taken back at"), Kind.TIME),
    ),
)
"""The history of imports."""

IMPORT_ROWS: Final = RowSource(
    sheet=IMPORTS,
    origin=ImportFile.__table__.outerjoin(Channel.__table__, Channel.channel_id == ImportFile.channel_id),
    row_id=ImportFile.__table__.c.import_id,
    values={
        **{column.key: ImportFile.__table__.c[column.key] for column in IMPORTS.columns if column.key != "channel"},
        "channel": Channel.__table__.c.title,
    },
    search=(ImportFile.__table__.c.file_name, ImportFile.__table__.c.sheet_name, ImportFile.__table__.c.person),
    order=(("import_id", True),),
    spoken={"channel": spoken_title},
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One action in the journal, in words of the language spoken now."""

    change_id: int
    made_at: datetime
    person: str
    title: str
    undoable: bool
    undone: bool
    import_id: int | None


def fetch_changes(tx: Tx, limit: int = 500) -> list[ChangeLine]:
    """The last changes, newest first."""
    found = tx.rows(select(Change.__table__).order_by(Change.change_id.desc()).limit(limit))
    return [
        ChangeLine(r.change_id, r.made_at, r.person, title_text(r.title), r.undoable, r.state == "undone", r.import_id)
        for r in found
    ]


def fetch_formats(tx: Tx) -> list[str]:
    """Codes of the layouts of which files came in."""
    return tx.scalars(select(ImportFile.format).distinct().order_by(ImportFile.format))


def fetch_rows_kept(tx: Tx, import_id: int) -> tuple[int, int] | None:
    """The first and the last row of an import's sheet that were kept; None where none was."""
    found = select(func.min(RawPage.first_row).label("first"), func.max(RawPage.last_row).label("last"))
    row = tx.rows(found.where(RawPage.import_id == import_id))[0]
    return None if row.first is None else (row.first, row.last)


def stands_of(tx: Tx, sha256: str) -> bool | None:
    """Whether an import of a file with that content stands; False: it was taken back, None: it never came in."""
    found = tx.scalars(select(ImportFile.taken_back_at).where(ImportFile.sha256 == sha256))
    return None in found if found else None


def find_page(tx: Tx, import_id: int, row: int) -> bytes | None:
    """The packed page of raw rows that holds a row of an import."""
    found: bytes | None = tx.scalar(
        select(RawPage.data).where(RawPage.import_id == import_id, RawPage.first_row <= row, RawPage.last_row >= row)
    )
    return found


def find_import(tx: Tx, import_id: int) -> Any | None:
    """One import; None where there is none."""
    found = tx.rows(select(ImportFile.__table__).where(ImportFile.import_id == import_id))
    return found[0] if found else None


def headers_of(found: Any) -> tuple[str, ...]:
    """The headers of an import's sheet."""
    told: dict[str, Any] = json.loads(found.plan)
    return tuple(told["headers"])


def count_facts(tx: Tx, import_id: int) -> Sequence[int]:
    """How many moves and entries an import made."""
    moves = tx.scalar(select(func.count()).select_from(StockMove).where(StockMove.import_id == import_id))
    entries = tx.scalar(select(func.count()).select_from(JournalEntry).where(JournalEntry.import_id == import_id))
    return int(moves), int(entries)
