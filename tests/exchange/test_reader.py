"""The reader's door: what is known at once, how chunks stream, and real files read whole."""

import hashlib
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from tests.files.hostile import inline, number, row, workbook, worksheet

import shopdesk
from shopdesk.exchange.reader import PackedChunk, open_file, unpack
from shopdesk.exchange.reading import wire
from shopdesk.exchange.table import Chunk, Fault

DATA = Path(__file__).parents[2].parent / "shared/data"


def real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real file {name} is not on this machine")
    return path


@pytest.fixture
def long(tmp_path: Path) -> Path:
    rows = "".join(row(n, number(f"A{n}", n), inline(f"B{n}", f"text {n}")) for n in range(1, 30_001))
    return workbook(tmp_path / "long.xlsx", worksheet(rows), worksheet(row(1, number("A1", 7))))


def test_identity_and_heads_are_known_at_once(long: Path) -> None:
    with open_file(str(long)) as reading:
        assert (reading.name, reading.path, reading.size) == ("long.xlsx", str(long), long.stat().st_size)
        assert reading.sha256 == hashlib.sha256(long.read_bytes()).hexdigest()
        assert (reading.container, reading.encoding, reading.separator) == ("xlsx", "", "")
        assert [len(head.rows) for head in reading.heads] == [60, 1]
        assert reading.heads[0].rows[59] == ("60", "text 60")


def test_chunks_are_bounded_and_follow_each_other(long: Path) -> None:
    with open_file(long) as reading:
        chunks = list(reading.chunks(0))
    numbers = [number for chunk in chunks for number in chunk.row_numbers]
    assert numbers == list(range(1, 30_001))
    assert all(len(chunk.row_numbers) <= 5000 for chunk in chunks)
    assert [text for chunk in chunks for text in chunk.columns[0]] == [str(n) for n in numbers]


def test_the_bytes_of_a_chunk_give_it_again(long: Path) -> None:
    with open_file(long) as reading:
        chunk = next(reading.chunks(0))
    assert isinstance(chunk, PackedChunk)
    assert unpack(chunk.packed) == chunk


def test_a_chunk_survives_its_packing() -> None:
    columns = (["订单\t", ""], ["\u2028\ud7ff\U0001f600", "x" * 9])
    for numbers in (range(3, 5), (3, 9)):
        chunk = Chunk(numbers, columns, {(3, 1): Fault.CONTROL})
        again = unpack(wire.pack(chunk))
        assert (again.row_numbers, again.columns, again.faults) == (numbers, columns, chunk.faults)


@pytest.mark.parametrize("raw", [b"", b"x", wire.squeeze(b"[1,2"), wire.squeeze(b'{"a":1}')[:-3]])
def test_bytes_that_are_no_chunk_are_refused(raw: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack(raw)


def test_a_stream_may_be_left_and_taken_up_from_the_start(long: Path) -> None:
    with open_file(long) as reading:
        first = next(reading.chunks(0))
        (other,) = reading.chunks(1)
        assert other.columns == (["7"],)
        assert next(reading.chunks(0)).columns == first.columns
        old = reading.chunks(0)
        next(old)
        list(reading.chunks(1))
        with pytest.raises(RuntimeError, match="another sheet"):
            next(old)
        assert sum(len(chunk.row_numbers) for chunk in reading.chunks(0)) == 30_000


def test_leaving_the_context_ends_the_child(long: Path) -> None:
    with open_file(long) as reading:
        child = reading._child
        next(reading.chunks(0))
        assert child.is_alive()
    assert not child.is_alive()
    reading.close()
    with pytest.raises(ValueError, match="closed"):
        next(reading.chunks(0))


def test_the_child_loads_little() -> None:
    code = "import sys, shopdesk.exchange.reading.child; print(*{name.partition('.')[0] for name in sys.modules})"
    source = Path(shopdesk.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=source)
    heavy = {"PySide6", "sqlalchemy", "numpy", "python_calamine", "msoffcrypto", "olefile"}
    assert set(done.stdout.split()) & heavy == set()


# ----------------------------------------------------------------------------------------------------- real files


def test_online_retail_is_read_whole_and_exactly() -> None:
    rows = 0
    quantity = 0
    money = Decimal(0)
    blank_customers = 0
    with open_file(real("online_retail/Online_Retail.xlsx")) as reading:
        assert reading.heads[0].rows[:2] == (
            ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"),
            (
                "536365",
                "85123A",
                "WHITE HANGING HEART T-LIGHT HOLDER",
                "6",
                "2010-12-01 08:26:00",
                "2.55",
                "17850",
                "United Kingdom",
            ),
        )
        for chunk in reading.chunks(0):
            assert chunk.faults == {}
            start = 1 if not rows else 0
            rows += len(chunk.row_numbers)
            quantities, prices = chunk.columns[3][start:], chunk.columns[5][start:]
            quantity += sum(map(int, quantities))
            money += sum(int(q) * Decimal(p) for q, p in zip(quantities, prices, strict=True))
            blank_customers += chunk.columns[6].count("")
    assert rows == 541_910
    assert quantity == 5_176_450
    assert money == Decimal("9747747.934")
    assert blank_customers == 135_080


def test_real_bills_are_read() -> None:
    with open_file(real("wallet_bills/alipay_personal_masked_gbk.csv")) as reading:
        assert (reading.encoding, reading.separator) == ("gb18030", ",")
        assert tuple(map(str.strip, reading.heads[0].rows[24][:3])) == ("交易时间", "交易分类", "交易对方")
    with open_file(real("wallet_bills/wechat_personal_masked_utf8.csv")) as reading:
        assert reading.heads[0].rows[17][8:] == ("3985734\t", "129847129\t", "/")
    with open_file(real("wallet_bills/wechat_personal_masked.xlsx")) as reading:
        assert len(reading.heads) == 2
        assert [notice.code for notice in reading.notices] == ["merged"]
    with open_file(real("tmall_orders/tmall_order_report.csv")) as reading:
        assert reading.heads[0].rows[0][3] == "收货地址 "
        assert sum(len(chunk.row_numbers) for chunk in reading.chunks(0)) == 28_011
