"""Our Parquet, read by DuckDB: every kind, unknown values, groups, dictionaries, lists."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.exchange.writing import parquet
from shopdesk.exchange.writing.parquet import ParquetFile
from shopdesk.shop.columns import Kind
from shopdesk.text import UserError

Columns = Sequence[tuple[str, Kind, bool]]
WHOLE = st.none() | st.integers(-(2**62), 2**62)
SCALED = st.none() | st.integers(-(10**18) + 1, 10**18 - 1)
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=6)
ROWS = st.lists(
    st.tuples(WHOLE, SCALED, st.none() | TEXTS, st.none() | st.booleans(), st.lists(TEXTS, max_size=3)), max_size=20
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parquet")


def write(path: Path, columns: Columns, *batches: Sequence[Sequence[Any]]) -> Path:
    with path.open("wb") as file:
        made = ParquetFile(file, columns, {"shopdesk.table": "{}"})
        for batch in batches:
            made.add(batch)
        made.close()
    return path


def read(path: Path, what: str = "*") -> list[tuple[Any, ...]]:
    with duckdb.connect() as duck:
        return duck.execute(f"SELECT {what} FROM '{path}'").fetchall()


def test_every_kind_comes_back_as_what_it_is(folder: Path) -> None:
    moment = datetime(2026, 2, 1, 10, 0, 1, tzinfo=UTC)
    values = {
        Kind.ID: ("007", "007"),
        Kind.TEXT: ("龙井 \U0001f375", "龙井 \U0001f375"),
        Kind.MONEY: (-12_345, Decimal("-1.2345")),
        Kind.PRICE: (10**18 - 1, Decimal("99999999999999.9999")),
        Kind.QUANTITY: (1_500, Decimal("1.500")),
        Kind.RATE: (71_234_000_000, Decimal("7.1234000000")),
        Kind.PERCENT: (125_000, Decimal("0.125000")),
        Kind.INTEGER: (-(2**63), -(2**63)),
        Kind.DATE: ("1969-12-31", date(1969, 12, 31)),
        Kind.BOOL: (1, True),
    }
    columns = [(kind.value, kind, False) for kind in values]
    stored, expected = zip(*values.values(), strict=True)
    unknown = (None,) * len(values)
    path = write(folder / "kinds.parquet", [*columns, ("moment", Kind.TIME, False)],
                 [(*stored, int(moment.timestamp())), (*unknown, None)])  # fmt: skip
    assert read(path, "* EXCLUDE moment, epoch_us(moment)") == [
        (*expected, int(moment.timestamp()) * 1_000_000),
        (*unknown, None),
    ]


@settings(max_examples=60)
@given(ROWS)
def test_whatever_is_written_is_read(folder: Path, rows: list[tuple[Any, ...]]) -> None:
    columns = [
        ("n", Kind.INTEGER, False), ("m", Kind.MONEY, False), ("t", Kind.TEXT, False), ("b", Kind.BOOL, False),
        ("l", Kind.TEXT, True),
    ]  # fmt: skip
    path = write(folder / "any.parquet", columns, rows[:3], rows[3:])
    expected = [(n, None if m is None else Decimal(m).scaleb(-4), t, b, list(texts)) for n, m, t, b, texts in rows]
    assert read(path) == expected


@pytest.mark.parametrize("different", [1, 2, 255, 256, 257, 40_000])
def test_texts_that_come_again_stand_in_a_dictionary(folder: Path, different: int) -> None:
    rows = [(f"text {n * 7 % different}", None if n % 3 else "x") for n in range(100_001)]
    path = write(folder / "texts.parquet", [("t", Kind.TEXT, False), ("sparse", Kind.STATE, False)], rows)
    assert read(path) == rows
    with duckdb.connect() as duck:
        said = duck.execute(f"SELECT DISTINCT encodings FROM parquet_metadata('{path}')").fetchall()
    assert all("RLE_DICTIONARY" in one for (one,) in said)


def test_texts_that_are_all_different_stand_as_they_are(folder: Path) -> None:
    rows = [(f"text {n}",) for n in range(1_000)]
    assert read(write(folder / "plain.parquet", [("t", Kind.TEXT, False)], rows)) == rows


def test_groups_end_by_rows_and_by_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP_ROWS", 30)
    monkeypatch.setattr(parquet, "GROUP_BYTES", 4_000)
    small = [[(n, "") for n in range(start, start + 10)] for start in range(0, 70, 10)]
    large = [[(n, f"{n:0>800}")] for n in range(70, 82)]
    path = write(folder / "groups.parquet", [("n", Kind.INTEGER, False), ("t", Kind.TEXT, False)], *small, *large)
    assert [row[0] for row in read(path, "n")] == list(range(82))
    with duckdb.connect() as duck:
        sizes = duck.execute(
            f"SELECT row_group_num_rows FROM parquet_metadata('{path}') WHERE column_id = 0 ORDER BY row_group_id"
        ).fetchall()
        told = f"SELECT stats_min_value, stats_max_value FROM parquet_metadata('{path}')"
        least = duck.execute(f"{told} WHERE row_group_id = 0 AND column_id = 0").fetchone()
    assert [size for (size,) in sizes][:2] == [30, 30]
    assert len(sizes) > 3
    assert least == ("0", "29")


def test_a_table_without_rows_has_its_columns(folder: Path) -> None:
    path = write(folder / "empty.parquet", [("n", Kind.INTEGER, False), ("l", Kind.TEXT, True)], [])
    with duckdb.connect() as duck:
        assert [row[:2] for row in duck.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()] == [
            ("n", "BIGINT"), ("l", "VARCHAR[]"),
        ]  # fmt: skip
    assert read(path) == []


def test_an_amount_that_no_decimal_holds_is_refused(folder: Path) -> None:
    with pytest.raises(UserError, match="more than 18 digits"):
        write(folder / "large.parquet", [("m", Kind.MONEY, False)], [(10**18,)])


def test_half_a_character_is_written_as_a_question(folder: Path) -> None:
    assert read(write(folder / "half.parquet", [("t", Kind.TEXT, False)], [("a\ud800",)])) == [("a?",)]
