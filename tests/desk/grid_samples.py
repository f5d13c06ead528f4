"""Orders to fill grids with, and a stand-in for the desk's `ask` that answers when it is told to."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex
from sqlalchemy import Column as TableColumn
from sqlalchemy import Connection, Index, Integer, MetaData, Table, Text, create_engine, event, insert

from shopdesk.desk.grid import CellFormats, GridView, RowsModel, Shown
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.store.rows import RowSource
from shopdesk.store.tx import Tx
from shopdesk.store.types import Flag, Money, Quantity, UtcTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 21)
STATES = {
    "late": State("Late", Tone.BAD),
    "pick": State("To pick", Tone.INFO),
    "paid": State("Paid"),
    "shipped": State("Shipped", Tone.GOOD),
}
ORDERS = Sheet(
    "orders",
    "Orders",
    key="no",
    columns=(
        Column("channel", "Channel"),
        Column("no", "Order no.", Kind.ID),
        Column("placed", "Placed", Kind.TIME),
        Column("qty", "Qty", Kind.QUANTITY, editable=True),
        Column("paid", "Paid", Kind.MONEY, total=True, editable=True),
        Column("profit", "Profit", Kind.MONEY, total=True),
        Column("state", "State", Kind.STATE, states=STATES, editable=True),
        Column("phone", "Phone", Kind.ID, personal=True),
        Column("gift", "Gift", Kind.BOOL, shown=False),
        Column("note", "Note", Kind.LONG_TEXT, editable=True),
    ),
)
CHANNEL, NO, PLACED, QTY, PAID, PROFIT, STATE, PHONE, GIFT, NOTE = range(10)
_METADATA = MetaData()
TABLE = Table(
    "orders",
    _METADATA,
    TableColumn("id", Integer, primary_key=True),
    TableColumn("channel", Text, nullable=False),
    TableColumn("no", Text, nullable=False),
    TableColumn("placed", UtcTime),
    TableColumn("qty", Quantity),
    TableColumn("paid", Money),
    TableColumn("profit", Money),
    TableColumn("state", Text),
    TableColumn("phone", Text),
    TableColumn("gift", Flag),
    TableColumn("note", Text),
    Index("ix_orders_placed", "placed"),
)
SOURCE = RowSource(
    ORDERS,
    TABLE,
    TABLE.c.id,
    {column.key: TABLE.c[column.key] for column in ORDERS.columns},
    search=(TABLE.c.no, TABLE.c.channel),
    order=(("placed", True),),
)


def order(number: int) -> dict[str, Any]:
    """The order with id `number`: the higher, the longer ago."""
    return {
        "id": number,
        "channel": ("Taobao", "JD", "Shopify")[number % 3],
        "no": str(2611210000000000000 + number),
        "placed": datetime(2026, 11, 21, 1, 0, tzinfo=UTC) - timedelta(minutes=number),
        "qty": Decimal(number % 4) + Decimal("0.5") * (number % 2),
        "paid": Decimal(number) / 10,
        "profit": None if number % 5 == 4 else Decimal(100 - number),
        "state": list(STATES)[number % 4],
        "phone": f"138{number:08}",
        "gift": number % 2 == 0,
        "note": 'fragile,\nsay "thanks"' if number == 2 else None,
    }


def values(number: int) -> tuple[Any, ...]:
    """The values of an order as the store's reader gives them."""
    return tuple(order(number)[column.key] for column in ORDERS.columns)


def profit(value: Any, row: Sequence[Any]) -> Shown:
    """A formatter of a tab."""
    return Shown("cost unknown", Tone.PLAIN) if value is None else FORMATS.row(row)[PROFIT]


FORMATS = CellFormats(ORDERS, zone=SHANGHAI, today=TODAY)


class Shop:
    """A store of `count` orders, and the desk's `ask`: questions wait until `answer`, the newest of a key wins."""

    def __init__(self, count: int, *, waits: bool = False) -> None:
        engine = create_engine("sqlite://")
        _METADATA.create_all(engine)
        self.connection: Connection = engine.connect()
        self.tx = Tx(self.connection, datetime(2026, 11, 21, 4, tzinfo=UTC))
        self.waits = waits
        self.asked: list[str] = []
        self.rows_read = 0
        self._pending: dict[str, tuple[Callable[[Any], Any], Callable[[Any], object]]] = {}
        self._fill(count)
        event.listen(engine, "before_cursor_execute", self._note)
        self.statements: list[str] = []
        self.edits: list[Sequence[tuple[int, str, str]]] = []

    def _fill(self, count: int) -> None:
        if count <= 2_000:
            for number in range(1, count + 1):
                self.connection.execute(insert(TABLE).values(**order(number)))
        else:
            self.connection.exec_driver_sql(
                "INSERT INTO orders (id, channel, no, placed, paid)"
                f" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
                " SELECT i, 'JD', 'N' || i, 1800000000 - i, i * 100 FROM n"
            )

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements.append(statement)

    def ask(self, key: str, report: Callable[[Any], Any], then: Callable[[Any], object]) -> None:
        self.asked.append(key)
        self._pending.pop(key, None)
        self._pending[key] = (report, then)
        if not self.waits:
            self.answer()

    def answer(self) -> None:
        """Answer all that is asked, also what the answers make the window ask."""
        while self._pending:
            report, then = self._pending.pop(next(iter(self._pending)))
            then(report(self.tx))

    def change(self, statement: str) -> None:
        """Something happens in the shop."""
        self.connection.exec_driver_sql(statement)

    def note_edits(self, edits: Sequence[tuple[int, str, str]]) -> None:
        self.edits.append(list(edits))


def small_view(count: int, edits: list[Sequence[tuple[int, str, str]]] | None = None) -> GridView:
    """A view of `count` orders in memory; `edits` collects what is edited."""
    rows = RowsModel(ORDERS, CellFormats(ORDERS, zone=SHANGHAI, today=TODAY))
    view = GridView(rows)
    rows.setParent(view)
    if edits is not None:
        rows.on_edit_many = edits.append
    rows.show_rows([values(number) for number in range(1, count + 1)], range(1, count + 1))
    return view


def text(rows: RowsModel, row: int, column: int) -> str:
    """What a cell shows."""
    shown: str = rows.data(rows.index(row, column, QModelIndex()))
    return shown
