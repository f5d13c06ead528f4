"""The month pack: its figures tie in every month, its set is kept, and nothing of one that was stopped stays."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from openpyxl import load_workbook
from tests.shop.till import Item, Ticket, ring_up
from tests.store.deeds import around_the_guards
from tests.store_fixtures import Make

from shopdesk.exchange.pack.month_pack import differences, write_pack
from shopdesk.exchange.pack.placing import placing
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.closing.actions import choose_pack, close_month, reopen_month, tick_point
from shopdesk.shop.closing.reports import pack_set
from shopdesk.shop.closing.rules import PackPart, Point
from shopdesk.shop.ledger.actions import book_expense, set_rate
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.text import UserError, use_language


def open_up(store: Store) -> None:
    """Two months: goods come in, some are sold, some given back, some of unknown cost; rent each month."""
    store._clock = lambda: datetime(2026, 3, 10, 4, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing")
    store.do(add_product, "CUP", "Cup")
    store.do(set_rate, "USD", date(2026, 1, 1), Decimal(7))
    came = datetime(2026, 1, 3, 9, tzinfo=UTC)
    store.do(receive_goods, "GR1", [ReceiptLine(1, Decimal(20), Decimal("4.40"))], received_at=came, supplier="Hill")
    tickets = [
        Ticket("A", date(2026, 1, 5), [Item("TEA", 3, Decimal(10))], refunds=[(date(2026, 2, 2), Decimal(10))]),
        Ticket("B", date(2026, 1, 9), [Item("CUP", 2, Decimal(25))], shipping=Decimal(6)),
        Ticket("C", date(2026, 2, 3), [Item("TEA", 1, Decimal(10), Decimal(1))]),
    ]
    store.do(ring_up, tickets)
    for month in (1, 2):
        store.do(book_expense, date(2026, month, 7), Role.RENT, Decimal("5.25"), "rent")


class Stopped(Exception):
    """Somebody pressed Cancel."""


@pytest.mark.parametrize("month", ["2026-01", "2026-02"])
def test_every_figure_of_the_pack_is_the_one_in_the_books(new_store: Make, tmp_path: Path, month: str) -> None:
    shop = new_store(open_up)
    for closed in ("2026-01", "2026-02"):
        shop.do(close_month, closed)
    with shop.read() as tx:
        packed = write_pack(tx, month, tmp_path / "pack")
    assert differences(packed) == []
    amounts = {one.part: one.written.amount for one in packed}
    profit, unknown, stock = {
        "2026-01": (Decimal("67.55"), 50, Decimal("74.80")), "2026-02": (Decimal("-10.65"), 0, Decimal("70.40")),
    }[month]  # fmt: skip
    # January: 30 of tea, 50 of cups and 6 for shipping, less 3 x 4.40 and the rent. February: 9 less 10, 4.40, 5.25.
    assert amounts[PackPart.PROFIT] == amounts[PackPart.PNL] == amounts[PackPart.CERTIFICATE] == profit
    assert (amounts[PackPart.UNKNOWN], amounts[PackPart.STOCK]) == (unknown, stock)
    assert all(one.written.rows for one in packed if one.part in {PackPart.JOURNAL, PackPart.PROFIT, PackPart.STOCK})


def test_beancount_agrees_with_the_file_of_the_pack(new_file_store: Make, tmp_path: Path) -> None:
    shop = new_file_store(open_up)
    with shop.read() as tx:
        [packed] = write_pack(tx, "2026-02", tmp_path / "pack", [PackPart.BEANCOUNT])
    entries, errors, _options = loader.load_file(str(tmp_path / "pack" / packed.name))
    assert errors == []
    assert len([one for one in entries if type(one).__name__ == "Transaction"]) == packed.written.rows + 1


def test_a_difference_is_shown_where_a_figure_is_not_what_it_must_be(new_file_store: Make, tmp_path: Path) -> None:
    """A month that was changed after its seal: the certificate is of another profit than the books now have."""
    shop = new_file_store(open_up)
    shop.do(close_month, "2026-01")
    shop.do(reopen_month, "2026-01", "late")
    shop.do(book_expense, date(2026, 1, 20), Role.RENT, Decimal(7), "late")
    with shop.read() as tx:
        packed = write_pack(tx, "2026-01", tmp_path / "pack", [PackPart.CHANGES, PackPart.CERTIFICATE])
    changes, certificate = packed
    page = load_workbook(tmp_path / "pack" / changes.name).worksheets[0]
    rows = {row[0]: row[2:6] for row in page.iter_rows(min_row=2, values_only=True)}
    assert rows["6605"] == (5.25, 12.25, 7, 1)
    assert certificate.written.amount is None, "an opened month has no standing seal"
    assert "Why: late" in (tmp_path / "pack" / certificate.name).read_text("utf-8")


def test_the_checklist_of_the_pack_says_who_ticked_what(new_file_store: Make, tmp_path: Path) -> None:
    shop = new_file_store(open_up)
    shop.do(tick_point, "2026-01", Point.BANK, "to the cent")
    with shop.read() as tx:
        [packed] = write_pack(tx, "2026-01", tmp_path, [PackPart.CHECKLIST])
    page = load_workbook(tmp_path / packed.name).worksheets[0]
    rows = {row[0]: row[1:] for row in page.iter_rows(min_row=2, values_only=True)}
    bank = rows["The bank's own statement was compared"]
    assert (bank[0], bank[-1]) == ("Done", "to the cent")
    assert rows["Costs of what was sold are known"][:3] == ("Not done", 1, 50)


def test_a_certificate_says_which_seals_do_not_hold(new_file_store: Make, tmp_path: Path) -> None:
    shop = new_file_store(open_up)
    shop.do(close_month, "2026-01")
    with around_the_guards(shop) as connection:
        connection.exec_driver_sql("UPDATE journal_entry SET entry_on = '2026-02-05' WHERE kind = 'sale'")
    with shop.read() as tx:
        [packed] = write_pack(tx, "2026-01", tmp_path, [PackPart.CERTIFICATE])
    assert "Seals that do not hold: 2026-01" in (tmp_path / packed.name).read_text("utf-8")


def test_the_set_of_the_pack_is_kept_by_the_shop(new_file_store: Make, tmp_path: Path) -> None:
    shop = new_file_store(open_up)
    with shop.read() as tx:
        assert pack_set(tx) == list(PackPart)
    with pytest.raises(UserError):
        shop.do(choose_pack, [])
    shop.do(choose_pack, [PackPart.JOURNAL, PackPart.PNL])
    with shop.read() as tx:
        packed = write_pack(tx, "2026-01", tmp_path)
    assert [one.part for one in packed] == [PackPart.PNL, PackPart.JOURNAL]


@pytest.mark.parametrize("place", ["pack", "pack.zip", "."])
@pytest.mark.parametrize("stop_at", [0, 1, 5, len(PackPart)])
def test_nothing_of_a_pack_that_was_stopped_stays(
    new_file_store: Make, tmp_path: Path, place: str, stop_at: int
) -> None:
    shop, home = new_file_store(open_up), tmp_path / "home"
    home.mkdir()
    (home / "2026-01 01 Profit sheet.xlsx").write_text("of last week", "utf-8")

    def progress(done: int, total: int, _note: str) -> None:
        assert total == len(PackPart) + 1
        if done >= stop_at:
            raise Stopped

    with shop.read() as tx, pytest.raises(Stopped):
        write_pack(tx, "2026-01", home / place, progress=progress)
    assert [path.name for path in home.iterdir()] == ["2026-01 01 Profit sheet.xlsx"]
    assert (home / "2026-01 01 Profit sheet.xlsx").read_text("utf-8") == "of last week"


def test_a_pack_replaces_the_one_before_it_and_leaves_other_files(new_file_store: Make, tmp_path: Path) -> None:
    shop = new_file_store(open_up)
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    for _time in range(2):
        with shop.read() as tx:
            write_pack(tx, "2026-01", tmp_path, [PackPart.PNL])
    names = {"letter.txt", "2026-01 00 Index.xlsx", "2026-01 01 Profit and loss.xlsx"}
    assert names <= {path.name for path in tmp_path.iterdir()}
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_told: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(UserError) as refused, placing(tmp_path / "pack"):
        pass
    assert refused.value.code == "disk_full"


def test_a_certificate_says_who_looked_at_what_in_the_language_of_the_reader(
    new_file_store: Make, tmp_path: Path
) -> None:
    shop = new_file_store(open_up)
    shop.do(tick_point, "2026-01", Point.BANK, "to the cent")
    with shop.read() as tx:
        [packed] = write_pack(tx, "2026-01", tmp_path, [PackPart.CERTIFICATE])
        text = (tmp_path / packed.name).read_text("utf-8")
        use_language("zh_CN")
        [chinese] = write_pack(tx, "2026-01", tmp_path, [PackPart.CERTIFICATE])
    assert "This month has not been closed." in text
    assert "Done · The bank's own statement was compared" in text
    assert "2026-03-10: to the cent" in text
    assert chinese.name.startswith("2026-01 01 ")
