"""Rows of a grid: every filter and total agrees with plain Python over the same rows, on both engines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column as TableColumn
from sqlalchemy import Engine, Index, Integer, MetaData, Select, Table, Text, create_engine, insert

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.store import rows
from shopdesk.store.contains import contains, fold
from shopdesk.store.rows import Query, RowSource, parse_filter, quoted
from shopdesk.store.tx import Tx
from shopdesk.store.types import Day, Flag, Money, Quantity, UtcTime
from shopdesk.text import UserError

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 21)
SHEET = Sheet(
    "sales",
    "Sales",
    key="no",
    columns=(
        Column("no", "No.", Kind.ID),
        Column("title", "Product", Kind.TEXT),
        Column("state", "State", Kind.STATE, states={"paid": State("Paid", Tone.INFO), "unpaid": State("Unpaid")}),
        Column("amount", "Amount", Kind.MONEY, total=True),
        Column("pieces", "Qty", Kind.QUANTITY, total=True),
        Column("margin", "Margin", Kind.PERCENT),
        Column("rank", "Rank", Kind.INTEGER),
        Column("sold_on", "Sold", Kind.DATE),
        Column("placed_at", "Placed", Kind.TIME),
        Column("gift", "Gift", Kind.BOOL),
    ),
)
METADATA = MetaData()
SALE = Table(
    "sale",
    METADATA,
    TableColumn("sale_id", Integer, primary_key=True),
    TableColumn("no", Text, nullable=False),
    TableColumn("title", Text),
    TableColumn("state", Text),
    TableColumn("amount", Money),
    TableColumn("pieces", Quantity),
    TableColumn("margin", Integer),
    TableColumn("rank", Integer),
    TableColumn("sold_on", Day),
    TableColumn("placed_at", UtcTime),
    TableColumn("gift", Flag),
    Index("ix_sale_no", "no"),
    Index("ix_sale_placed_at", "placed_at"),
)
SOURCE = RowSource(
    SHEET,
    SALE,
    SALE.c.sale_id,
    {column.key: SALE.c[column.key] for column in SHEET.columns},
    search=(SALE.c.no, SALE.c.title),
    order=(("placed_at", True),),
)


@dataclass(frozen=True)
class Sale:
    """A row as Python sees it."""

    sale_id: int
    no: str = "1"
    title: str | None = None
    state: str | None = None
    amount: Decimal | None = None
    pieces: Decimal | None = None
    margin: Decimal | None = None
    rank: int | None = None
    sold_on: date | None = None
    placed_at: datetime | None = None
    gift: bool | None = None

    @property
    def values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, column.key) for column in SHEET.columns)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    address = "sqlite://"
    if request.param == "postgres":
        server: str = request.getfixturevalue("postgres_server")("postgres")
        address = server.replace("postgresql://", "postgresql+psycopg://")
    made = create_engine(address)
    METADATA.drop_all(made)
    METADATA.create_all(made)
    yield made
    METADATA.drop_all(made)
    made.dispose()


@pytest.fixture
def tx(engine: Engine) -> Iterator[Tx]:
    with engine.connect() as connection:
        yield Tx(connection, datetime(2026, 11, 21, 12, tzinfo=UTC))
        connection.rollback()


def store(tx: Tx, sales: Sequence[Sale]) -> None:
    tx.execute(SALE.delete())
    for sale in sales:
        values = {column: getattr(sale, column) for column in SALE.c.keys()}  # noqa: SIM118 - a set of columns
        margin = values["margin"]
        values["margin"] = None if margin is None else int(margin * 1_000_000)
        tx.execute(insert(SALE).values(**values))


def found(tx: Tx, key: str, text: str, **query: Any) -> list[int]:
    asked = Query(filters=((key, text),), today=TODAY, zone=SHANGHAI, sort=(("rank", False),), **query)
    ids = list(rows.fetch_ids(tx, SOURCE, asked))
    assert rows.count(tx, SOURCE, asked) == len(ids)
    assert [row_id for row_id, _values in rows.fetch_first(tx, SOURCE, asked, 1_000)] == ids
    return sorted(ids)


# ------------------------------------------------------------------------------------------------ the language

LETTERS = 'aAbBéÉ１Ａａ中国*?[]^-%_\\/"!=,. 　'
TEXTS = st.none() | st.text(LETTERS, max_size=6)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(values=st.lists(TEXTS, min_size=1, max_size=8), needle=st.text(LETTERS, min_size=1, max_size=3))
def test_contains_agrees_with_folded_text_in_python(tx: Tx, values: list[str | None], needle: str) -> None:
    store(tx, [Sale(n, title=value) for n, value in enumerate(values)])
    ids = tx.scalars(SALE.select().with_only_columns(SALE.c.sale_id).where(contains(SALE.c.title, needle)))
    assert sorted(ids) == [n for n, value in enumerate(values) if value is not None and fold(needle) in fold(value)]


@MANY
@given(values=st.lists(TEXTS, min_size=1, max_size=8), text=st.text(LETTERS, max_size=5))
def test_a_quoted_term_finds_exactly_that_text_and_its_denial_the_rest(
    tx: Tx, values: list[str | None], text: str
) -> None:
    store(tx, [Sale(n, title=value) for n, value in enumerate(values)])
    same = [n for n, value in enumerate(values) if value == text]
    assert found(tx, "title", quoted(text)) == same
    assert found(tx, "title", "!" + quoted(text)) == [n for n in range(len(values)) if n not in same]


NUMBERS = st.none() | st.decimals(-5, 5, places=2)
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "": lambda value, given: value == given,
    "=": lambda value, given: value == given,
    ">": lambda value, given: value > given,
    ">=": lambda value, given: value >= given,
    "<": lambda value, given: value < given,
    "<=": lambda value, given: value <= given,
}


@MANY
@given(
    values=st.lists(NUMBERS, min_size=1, max_size=8),
    key=st.sampled_from(["amount", "pieces"]),
    sign=st.sampled_from(sorted(SIGNS)),
    limit=st.decimals(-5, 5, places=2) | st.decimals(-5, 5, places=6),
    deny=st.booleans(),
)
def test_comparisons_agree_with_decimals(
    tx: Tx, values: list[Decimal | None], key: str, sign: str, limit: Decimal, deny: bool
) -> None:
    money = key == "amount"
    store(tx, [Sale(n, amount=v if money else None, pieces=None if money else v) for n, v in enumerate(values)])
    kept = [n for n, value in enumerate(values) if (value is not None and SIGNS[sign](value, limit)) != deny]
    assert found(tx, key, f"{'!' if deny else ''}{sign}{limit:f}") == kept


DAYS = st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 31))


@MANY
@given(
    values=st.lists(DAYS, min_size=1, max_size=8),
    sign=st.sampled_from(sorted(SIGNS)),
    day=st.dates(date(2025, 12, 1), date(2026, 3, 31)),
    grain=st.sampled_from([4, 7, 10]),
)
def test_days_compare_with_the_whole_year_month_or_day_that_is_named(
    tx: Tx, values: list[date | None], sign: str, day: date, grain: int
) -> None:
    text = day.isoformat()[:grain]
    store(
        tx,
        [
            Sale(n, sold_on=v, placed_at=None if v is None else datetime.combine(v, time(23, 59, 59), SHANGHAI))
            for n, v in enumerate(values)
        ],
    )
    kept = [n for n, v in enumerate(values) if v is not None and SIGNS[sign](v.isoformat()[:grain], text)]
    assert found(tx, "sold_on", sign + text) == kept
    assert found(tx, "placed_at", sign + text) == kept


@MANY
@given(
    amounts=st.lists(st.none() | st.decimals(-(10**10), 10**10, places=4), max_size=12),
    chosen=st.sets(st.integers(0, 11)),
)
def test_totals_are_exact_over_the_filter_and_over_chosen_rows(
    tx: Tx, amounts: list[Decimal | None], chosen: set[int]
) -> None:
    store(tx, [Sale(n, amount=value) for n, value in enumerate(amounts)])

    def expected(ids: Sequence[int]) -> tuple[int, Decimal | None]:
        known = [value for n in ids if n < len(amounts) and (value := amounts[n]) is not None]
        return len(known), sum(known, Decimal()) if known else None

    over_all = rows.fetch_totals(tx, SOURCE, Query())["amount"]
    some = rows.fetch_totals(tx, SOURCE, Query(), sorted(chosen))["amount"]
    assert (over_all.count, over_all.sum) == expected(range(len(amounts)))
    assert (some.count, some.sum) == expected(sorted(chosen))


SALES = [
    Sale(1, no="26112100", title="Longjing gift box", state="paid", amount=Decimal("256.00"), rank=3),
    Sale(2, no="26112101", title="White gaiwan 120 ml", state="unpaid", amount=Decimal("-30.50"), rank=1, gift=True),
    Sale(3, no="26112102", title="ＬＯＮＧＪＩＮＧ 龙井", state=None, amount=None, rank=None, gift=False),
    Sale(4, no="26112103", title="", state="paid", margin=Decimal("0.125"), rank=2),
]


@pytest.mark.parametrize(
    ("key", "text", "ids"),
    [
        ("title", "longjing", [1, 3]),
        ("title", "龙", [3]),
        ("title", "!longjing", [2, 4]),
        ("title", "=", [4]),
        ("title", "!=", [1, 2, 3]),
        ("title", "！=", [1, 2, 3]),
        ("title", "gaiwan, 龙井", [2, 3]),
        ("title", "gaiwan，龙井", [2, 3]),
        ("title", "longjing, !box", [3]),
        ("title", "=White gaiwan 120 ml", [2]),
        ("no", "=26112100, =26112103,", [1, 4]),
        ("state", "paid", [1, 4]),
        ("state", "Unp", [2]),
        ("state", "!paid", [2, 3]),
        ("state", "=", [3]),
        ("amount", "¥256", [1]),
        ("amount", "−30.5", [2]),
        ("amount", "-100..0", [2]),
        ("amount", "0..", [1]),
        ("amount", "..0, >200", [1, 2]),
        ("amount", "=", [3, 4]),
        ("amount", "!=, !256", [2]),
        ("margin", "12.5%", [4]),
        ("margin", ">=12", [4]),
        ("rank", "1..2", [2, 4]),
        ("gift", "yes", [2]),
        ("gift", "!yes", [1, 3, 4]),
        ("gift", "否", [3]),
    ],
)
def test_what_a_person_may_type(tx: Tx, key: str, text: str, ids: list[int]) -> None:
    store(tx, SALES)
    assert found(tx, key, text) == ids


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", [0]), ("yesterday", [1]), ("今天", [0]), ("7d", [0, 1, 6]), ("30d", [0, 1, 6, 7, 29]),
        ("+7d", [0]), ("..+7d", [0, 1, 6, 7, 29, 30]), (">+1d", []),
        ("2026-11-14..2026-11-15", [6, 7]), (">yesterday", [0]), ("<2026-11", [29, 30]),
        ("2026/10/22..2026-10", [29, 30]),
    ],
)  # fmt: skip
def test_words_for_days(tx: Tx, text: str, days: list[int]) -> None:
    ages = [0, 1, 6, 7, 29, 30]
    store(tx, [Sale(age, sold_on=TODAY - timedelta(days=age)) for age in ages])
    assert found(tx, "sold_on", text) == days


def test_a_time_belongs_to_the_day_of_the_shops_zone(tx: Tx) -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    store(tx, [Sale(1, placed_at=late), Sale(2, placed_at=late - timedelta(hours=1))])
    assert found(tx, "placed_at", "today") == [1]
    assert found(tx, "placed_at", "2026-11-20") == [2]


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("amount", "abc", "“abc” is not a number"),
        ("amount", "..", "is not a number"),
        ("amount", ">1e999", "is not a number"),
        ("amount", "9" * 16, "is not a number"),
        ("sold_on", "2026-13", "“2026-13” is not a date"),
        ("sold_on", ">9999-12-31", "is not a date"),
        ("placed_at", "9999", "is not a date"),
        ("sold_on", "999999d", "is not a date"),
        ("state", "gone", "State is one of: Paid, Unpaid"),
        ("gift", "perhaps", "Gift is yes or no"),
        ("title", "!", "leave out"),
        ("title", " , ", "empty"),
    ],
)
def test_a_filter_that_says_nothing_is_answered_with_what_would(key: str, text: str, sentence: str) -> None:
    with pytest.raises(UserError) as told:
        parse_filter(SHEET.column(key), text, today=date(2026, 1, 1))
    assert sentence in str(told.value)
    assert told.value.code == "filter"


# ------------------------------------------------------------------------------------------------ rows


def test_values_come_back_as_their_kinds_say_and_in_the_order_asked(tx: Tx) -> None:
    placed = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    full = Sale(7, "N7", "Tea", "paid", Decimal("1.2345"), Decimal("0.5"), Decimal("0.1"), 4, TODAY, placed, True)
    store(tx, [full, Sale(8)])
    assert rows.fetch_page(tx, SOURCE, [8, 99, 7]) == [Sale(8).values, (), full.values]
    assert [type(value) for value in rows.fetch_page(tx, SOURCE, [7])[0]] == [type(value) for value in full.values]
    assert rows.fetch_first(tx, SOURCE, Query(), 1) == [(7, full.values)]


def test_more_ids_than_a_statement_takes(tx: Tx) -> None:
    store(tx, [Sale(n, amount=Decimal(n)) for n in range(1, 1_001, 2)])
    ids = [*range(999, 0, -2)]
    assert [values[3] for values in rows.fetch_page(tx, SOURCE, ids * 2)] == [Decimal(n) for n in ids * 2]
    total = rows.fetch_totals(tx, SOURCE, Query(), [*range(1, 2_000)])["amount"]
    assert (total.count, total.sum, total.mean) == (500, Decimal(250_000), Decimal(500))


def test_only_the_columns_that_matter_are_added_up(tx: Tx) -> None:
    store(tx, SALES)
    assert set(rows.fetch_totals(tx, SOURCE, Query())) == {"amount", "pieces"}
    assert set(rows.fetch_totals(tx, SOURCE, Query(), keys=["pieces", "title"])) == {"pieces"}
    assert rows.fetch_totals(tx, SOURCE, Query(), keys=[]) == {}


def test_the_unknown_stands_last_and_ties_keep_one_order(tx: Tx) -> None:
    store(tx, [Sale(n, rank=rank) for n, rank in enumerate([2, None, 1, 2, None])])
    assert list(rows.fetch_ids(tx, SOURCE, Query(sort=(("rank", False),)))) == [2, 0, 3, 1, 4]
    assert list(rows.fetch_ids(tx, SOURCE, Query(sort=(("rank", True),)))) == [3, 0, 2, 4, 1]


def test_every_word_searched_for_must_be_somewhere(tx: Tx) -> None:
    store(tx, SALES)
    assert list(rows.fetch_ids(tx, SOURCE, Query(search=" LONGJING  2102 "))) == [3]
    assert rows.count(tx, SOURCE, Query(search="longjing")) == 2
    assert Query(search=" ", filters=(("no", " "),)).is_open


def test_a_source_may_hold_a_part_of_its_table(tx: Tx) -> None:
    store(tx, SALES)
    part = replace(SOURCE, where=(SALE.c.state == "paid",))
    assert rows.count(tx, part, Query()) == 2
    assert sorted(rows.fetch_ids(tx, part, Query())) == [1, 4]
    assert rows.fetch_page(tx, part, [1, 2])[1] == ()
    assert rows.fetch_totals(tx, part, Query(), [1, 2])["amount"].sum == 256


def test_a_long_list_can_be_stopped_on_its_way(tx: Tx) -> None:
    tx.connection.exec_driver_sql(
        "INSERT INTO sale (sale_id, no) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000)"
        " SELECT i, CAST(i AS TEXT) FROM n"
    )
    heard: list[int] = []

    def stop(so_far: int) -> None:
        heard.append(so_far)
        if so_far >= 40_000:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rows.fetch_ids(tx, SOURCE, Query(), stop)
    assert heard == [20_000, 40_000]


@pytest.mark.parametrize("sort", [(("placed_at", True),), (("placed_at", False),), (("no", False),), (("no", True),)])
def test_sorted_ids_come_from_the_index(sqlite_tx: Tx, sort: rows.Sort) -> None:
    plan = explain(sqlite_tx, rows._found(Select(SALE.c.sale_id), SOURCE, Query(sort=sort)))
    assert f"INDEX ix_sale_{sort[0][0]}" in plan
    assert "TEMP B-TREE" not in plan


def test_a_month_is_found_through_the_index(sqlite_tx: Tx) -> None:
    plan = explain(sqlite_tx, rows._found(Select(SALE.c.sale_id), SOURCE, Query(filters=(("placed_at", "2026-02"),))))
    assert "SEARCH sale USING COVERING INDEX ix_sale_placed_at" in plan


@pytest.fixture
def sqlite_tx() -> Iterator[Tx]:
    made = create_engine("sqlite://")
    METADATA.create_all(made)
    with made.connect() as connection:
        yield Tx(connection, datetime(2026, 11, 21, 12, tzinfo=UTC))
    made.dispose()


def explain(tx: Tx, statement: Select[Any]) -> str:
    compiled = statement.compile(tx.connection, compile_kwargs={"literal_binds": True})
    return "\n".join(row[-1] for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))
