"""Check store: what a damaged disk, a foreign hand or a bug may have done to a store, named by kind and counted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError

from shopdesk.store import faults, guards, months, seal, summaries
from shopdesk.store.action import action
from shopdesk.store.refusals import StoreDamaged
from shopdesk.store.store import Store
from shopdesk.store.tables import Base, SalesOrder, StockLevel
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_

EXAMPLES: Final = 20
"""So many places of a finding are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is: a row of a table, or something named that is no row."""

    what: str
    row_id: int | None = None

    def __str__(self) -> str:
        return self.what if self.row_id is None else f"{self.what} {self.row_id}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault. `title` is a msgid; `repairable` says that `repair_store` puts it right.

    A `notice` is nothing broken: unusual, and for a person to look at.
    """

    kind: str
    title: str
    count: int
    examples: tuple[Place, ...]
    repairable: bool = False
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Repaired:
    """Derived rows that were rebuilt from the facts."""

    kind: str
    title: str
    count: int


Search = Callable[[Tx], Iterable[Place]]
"""Finds the places of one kind of fault."""


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault, and how it is looked for; `deep` ones read the whole store several times over."""

    kind: str
    title: str
    search: Search
    repairable: bool = False
    notice: bool = False
    deep: bool = False


def check_store(where: Store | Tx, *, deep: bool = True) -> list[Finding]:
    """Everything that is wrong with a store; an empty list is a sound one.

    A damaged file ends the search at once: what its rows say means nothing. `deep` also reads every index and seal.
    """
    if isinstance(where, Store):
        try:
            with where.read() as tx:
                return check_store(tx, deep=deep)
        except StoreDamaged as damaged:
            return [_finding(_DAMAGE, [Place(str(damaged.__cause__))])]
    damage = _damage(where, deep=deep)
    if damage:
        return [_finding(_DAMAGE, damage)]
    objects = list(_objects(where))
    if objects:
        return [_finding(_OBJECTS, objects), *_search(where, [_GUARDS])]
    return _search(where, [check for check in CHECKS if deep or not check.deep])


def check_sums(tx: Tx) -> list[Finding]:
    """The checks that are cheap and decide whether a copy may be trusted: levels, balance, and what reports read."""
    return _search(tx, [check for check in CHECKS if check.kind in {"stock_level", "unbalanced", "worth", "sums"}])


def repair_store(store: Store) -> list[Repaired]:
    """Rebuild what is derived, in one transaction after a backup. Facts are never repaired, only answered."""
    broken = [finding for finding in check_store(store, deep=False) if finding.repairable]
    if not broken:
        return []
    if store.is_file:
        store.backup(reason="repair")
    return store.do(repair_derived).value


@action("store.repair", N_("Repair derived figures"))
def repair_derived(tx: Tx) -> list[Repaired]:
    """Set stock levels, refunded amounts and the sums that reports read to what they stand for."""
    levels, refunds, sums = _wrong_levels(tx), tx.rows(text(_REFUNDED)), list(summaries.wrong_rows(tx))
    for sku_id, warehouse_id, on_hand in map(tuple, levels):
        place = {"sku": sku_id, "place": warehouse_id, "pieces": int(on_hand)}
        tx.run_sql(StockLevel, text("DELETE FROM stock_level WHERE sku_id = :sku AND warehouse_id = :place"), place)
        tx.run_sql(StockLevel, text("INSERT INTO stock_level VALUES (:sku, :place, :pieces)"), place)
    for order_id, amount in map(tuple, refunds):
        values = {"order": order_id, "amount": int(amount)}
        tx.run_sql(SalesOrder, text("UPDATE sales_order SET refunded = :amount WHERE order_id = :order"), values)
    if sums:
        summaries.rebuild(tx)
    counts = {"stock_level": len(levels), "refunded": len(refunds), "sums": len(sums)}
    return [Repaired(c.kind, c.title, counts[c.kind]) for c in CHECKS if counts.get(c.kind)]


def _search(tx: Tx, checks: Sequence[Check]) -> list[Finding]:
    found = ((check, list(check.search(tx))) for check in checks)
    return [_finding(check, places) for check, places in found if places]


def _finding(check: Check, places: Sequence[Place]) -> Finding:
    return Finding(check.kind, check.title, len(places), tuple(places[:EXAMPLES]), check.repairable, check.notice)


# ------------------------------------------------------------------------------------------- the file and its schema


def _damage(tx: Tx, *, deep: bool) -> list[Place]:
    if tx.connection.dialect.name != "sqlite":
        return []
    pragma = "integrity_check" if deep else "quick_check"
    try:
        said = [str(row[0]) for row in tx.rows(text(f"PRAGMA {pragma}(1000)"))]
    except DBAPIError as error:
        said = [str(error.orig)]
    return [] if said == ["ok"] else [Place(line) for line in said]


_THERE = {
    "sqlite": """
        SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index'
    """,
    "postgresql": """
        SELECT t.relname, c.attname FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0
        WHERE t.relkind = 'r' AND t.relnamespace = CURRENT_SCHEMA()::regnamespace AND NOT c.attisdropped
        UNION ALL SELECT tablename, indexname FROM pg_indexes WHERE schemaname = CURRENT_SCHEMA()
    """,
}
"""Table and column, table and index. One statement: to ask for each table took most of a check's time."""


def _objects(tx: Tx) -> Iterator[Place]:
    """Tables, columns and indexes that are declared and not there."""
    there = set(map(tuple, tx.rows(text(_THERE[tx.connection.dialect.name]))))
    tables = {table for table, _name in there}
    for table in Base.metadata.sorted_tables:
        if table.name not in tables:
            yield Place(table.name)
            continue
        names = [(column.name, f"{table.name}.{column.name}") for column in table.columns]
        names += [(str(index.name), str(index.name)) for index in table.indexes]
        yield from (Place(told) for name, told in names if (table.name, name) not in there)


def _foreign_keys(tx: Tx) -> Iterator[Place]:
    """Rows that point to a row that is gone; PostgreSQL cannot be talked out of its keys so easily."""
    if tx.connection.dialect.name == "sqlite":
        try:
            found = tx.rows(text("PRAGMA foreign_key_check"))
        except DBAPIError as mismatch:  # a table whose very definition points to nothing
            yield Place(str(mismatch.orig))
            return
        yield from (Place(table, row_id) for table, row_id, *_rest in map(tuple, found))


def _guards(tx: Tx) -> Iterator[Place]:
    yield from (Place(name) for name in guards.missing(tx.connection))


def _seals(tx: Tx) -> Iterator[Place]:
    yield from (Place("change", change_id) for change_id in seal.broken(tx.connection))


def _months(tx: Tx) -> Iterator[Place]:
    """A sealed month that is not what it was, then the entries of it that are at fault where they are known."""
    for broken in months.broken(tx.connection):
        yield Place(f"month_seal {broken.month}")
        yield from (Place("journal_entry", entry_id) for entry_id in broken.entry_ids)


# ---------------------------------------------------------------------------------------------------- the invariants


def _rows(table: str, sql: str) -> Search:
    """A check whose statement selects the ids of the faulty rows of `table`."""
    statement: TextClause = text(sql)
    return lambda tx: [Place(table, int(row[0])) for row in tx.rows(statement)]


_LEVELS = """
    SELECT sku_id, warehouse_id, SUM(moved) FROM (
        SELECT sku_id, warehouse_id, on_hand, 0 AS moved FROM stock_level
        UNION ALL SELECT sku_id, warehouse_id, 0, SUM(quantity) FROM stock_move GROUP BY sku_id, warehouse_id
    ) AS both_sides GROUP BY sku_id, warehouse_id HAVING SUM(on_hand) <> SUM(moved)
"""
_UNBALANCED = """
    SELECT entry_id FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0 OR COUNT(*) < 2
    UNION SELECT e.entry_id FROM journal_entry e
    WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.entry_id = e.entry_id)
"""
_WITHOUT_SOURCE = """
    SELECT {key} FROM {table} f WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.change_id = f.change_id)
    OR (f.import_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import_file i WHERE i.import_id = f.import_id))
"""
_TOTALS = "SELECT order_id FROM sales_order WHERE goods - discount + shipping + charge + tax <> total"
_LINES = """
    SELECT o.order_id FROM sales_order o JOIN order_line l ON l.order_id = o.order_id AND l.kind = 'product'
    GROUP BY o.order_id, o.goods HAVING SUM(l.amount) <> o.goods - SUM(l.discount)
"""
_REFUNDED = """
    SELECT o.order_id, COALESCE(r.amount, 0) FROM sales_order o
    LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM refund GROUP BY order_id) r ON r.order_id = o.order_id
    WHERE o.refunded <> COALESCE(r.amount, 0)
"""
_CLAIMS = """
    SELECT DISTINCT a.after_sale_id FROM after_sale a JOIN (
        SELECT after_sale_id, order_id, SUM(amount) AS amount FROM refund
        WHERE after_sale_id IS NOT NULL GROUP BY after_sale_id, order_id HAVING SUM(amount) <> 0
    ) r ON r.after_sale_id = a.after_sale_id JOIN sales_order o ON o.order_id = r.order_id
    WHERE o.channel_id <> a.channel_id OR o.order_no <> a.order_no OR a.state <> 'given'
    OR (o.rate IS NULL AND r.amount <> a.amount)
"""
_WORTH = """
    SELECT v.worth - b.booked FROM (SELECT COALESCE(SUM(value), 0) AS worth FROM move_value) v,
    (SELECT COALESCE(SUM(p.amount), 0) AS booked FROM posting p JOIN account a ON a.account_id = p.account_id
     WHERE a.code = '1405') b WHERE v.worth <> b.booked
"""
_NOBODY = "SELECT change_id FROM change WHERE person = '' OR title = '' OR seal = ''"
_OVERPAID = "SELECT order_id FROM sales_order WHERE kind = 'sale' AND refunded > total"


def _wrong_levels(tx: Tx) -> Sequence[Any]:
    return tx.rows(text(_LEVELS))


def _levels(tx: Tx) -> Iterator[Place]:
    yield from (Place(f"sku {row.sku_id}, warehouse {row.warehouse_id}") for row in _wrong_levels(tx))


def _worth(tx: Tx) -> Iterator[Place]:
    """By how much the moves are worth more than the books say, in the store's 1/10,000."""
    yield from (Place(f"1405: {Decimal(int(row[0])) / MONEY_SCALE:f}") for row in tx.rows(text(_WORTH)))


def _sums(tx: Tx) -> Iterator[Place]:
    yield from (Place(f"{table} {', '.join(map(str, key))}") for table, key in summaries.wrong_rows(tx))


def _sources(tx: Tx) -> Iterator[Place]:
    for table, key in (("stock_move", "move_id"), ("journal_entry", "entry_id")):
        yield from _rows(table, _WITHOUT_SOURCE.format(table=table, key=key))(tx)


def _in_transit(tx: Tx) -> Iterator[Place]:
    yield from _rows("stock_move", faults.TRANSIT)(tx)
    yield from _rows("transfer_line", faults.RECEIVED)(tx)


def _places(tx: Tx) -> Iterator[Place]:
    yield from _rows("warehouse", faults.PLACES)(tx)
    yield from _rows("sku_place", faults.HOMES)(tx)


def _period_lock(tx: Tx) -> Iterator[Place]:
    if tx.scalar(text("SELECT COUNT(*) FROM period_lock")) != 1:
        yield Place("period_lock")


_DAMAGE: Final = Check("damaged", N_("The file is damaged. Restore a backup."), lambda tx: _damage(tx, deep=False))
_OBJECTS: Final = Check("schema", N_("A table, column or index is missing."), _objects)
_GUARDS: Final = Check("guard", N_("A guard that keeps facts from being changed is missing or altered."), _guards)
CHECKS: Final = (
    _GUARDS,
    Check("period_lock", N_("The row that says what is closed is missing; nothing can be posted."), _period_lock),
    Check("foreign_key", N_("A row belongs to another one that is gone."), _foreign_keys),
    Check("stock_level", N_("Stock on hand is not the sum of its moves."), _levels, repairable=True),
    Check("unbalanced", N_("An entry does not add up to zero."), _rows("journal_entry", _UNBALANCED)),
    Check("source", N_("A stock move or an entry has no source."), _sources),
    Check("order_total", N_("The parts of an order do not add up to its total."), _rows("sales_order", _TOTALS)),
    Check("order_lines", N_("The lines of an order do not add up to its goods."), _rows("sales_order", _LINES)),
    Check(
        "refunded",
        N_("The refunded amount of an order is not the sum of its refunds."),
        _rows("sales_order", _REFUNDED),
        repairable=True,
    ),
    Check(
        "claim",
        N_("A refund is booked on another order, or otherwise, than its list says."),
        _rows("after_sale", _CLAIMS),
    ),
    Check("worth", N_("What the stock is worth is not what the books say."), _worth),
    Check("sums", N_("A sum kept for the reports is not what its rows come to."), _sums, repairable=True),
    Check(
        "moved_twice",
        N_("More stock moved for an order line than it has pieces."),
        _rows("order_line", faults.MOVED_TWICE),
    ),
    Check("transfer", N_("A transfer does not bring what it takes."), _rows("stock_move", faults.TRANSFERS)),
    Check("transit", N_("Something is in transit that no transfer is waiting for."), _in_transit),
    Check("lot", N_("The lots of a move are not what it moved."), _rows("lot_move", faults.LOTS)),
    Check("lot_owed", N_("More of a lot has left than ever came in."), _rows("lot", faults.LOTS_OWED), notice=True),
    Check("bundle", N_("A bundle is made of itself or of another bundle."), _rows("bundle_part", faults.BUNDLES)),
    Check("place", N_("A shelf stands in no warehouse, or is a product's own in another one."), _places),
    Check(
        "overpaid", N_("More was refunded on an order than its total."), _rows("sales_order", _OVERPAID), notice=True
    ),
    Check("audit", N_("A change does not say who made it."), _rows("change", _NOBODY)),
    Check("seal", N_("The history, or a fact it speaks of, is not what was written."), _seals, deep=True),
    Check("month_seal", N_("A closed month is not what was sealed."), _months, deep=True),
)
"""Every kind of fault, in the order in which it is told."""
