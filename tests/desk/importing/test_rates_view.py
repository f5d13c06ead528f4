"""A file in another currency, as a person meets it: asked for the rate, shown both amounts, told once."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select
from tests.desk.import_desk import Until, at, idle, outcome
from tests.desk.import_samples import write_csv

from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.desk.importing.rates_view import RatesView
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.store.store import Store
from shopdesk.store.tables import ExchangeRate, SalesOrder

HEADER = ("order_no", "state", "placed_at", "paid_at", "sku", "title", "quantity", "unit_price", "currency")


def dollars(path: Path, *numbers: str) -> Path:
    rows = [
        (n, "completed", "2026-11-10 09:00", "2026-11-10 09:01", "TEA-1", "Tea", 2, "10.00", "USD") for n in numbers
    ]
    return write_csv(path, [HEADER, *rows])


def type_rate(view: RatesView, text: str) -> None:
    editor = view.form.editor("USD")
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    view.form.submit.click()


def test_the_rate_is_asked_once_and_kept(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [dollars(tmp_path / "a.csv", "A-1", "A-2")])
    until(at(queue, Stage.RATES))
    view = page.view
    assert isinstance(view, RatesView)
    assert page.pill.text == "ShopDesk orders template, UTF-8"
    type_rate(view, "0")
    assert queue.current is not None
    assert queue.current.stage is Stage.RATES
    type_rate(view, "7.1234")
    until(at(queue, Stage.CHECKED))
    told = outcome(page).told
    assert next(row.reason for row in told.listed if row.outcome == Outcome.NEW) == "1 line, $20.00 = ¥142.47"
    assert told.beside == ("Converted to CNY: one USD is 7.1234.",)
    queue.write()
    until(idle(queue))
    with shop.read() as tx:
        assert {row.total for row in tx.rows(select(SalesOrder.total))} == {Decimal("142.47")}
        assert tx.scalar(select(ExchangeRate.rate)) == Decimal("7.1234")
    import_files(queue.desk, [dollars(tmp_path / "b.csv", "A-3")])
    until(at(queue, Stage.CHECKED))
    queue.skip()
    until(idle(queue))


def test_amounts_of_several_currencies_are_not_added_up(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    rows = [
        ("A-1", "completed", "2026-11-10 09:00", "2026-11-10 09:01", "TEA-1", "Tea", 2, "10.00", "USD"),
        ("A-2", "completed", "2026-11-10 09:00", "2026-11-10 09:01", "TEA-1", "Tea", 1, "30.00", "CNY"),
    ]
    import_files(queue.desk, [write_csv(tmp_path / "a.csv", [HEADER, *rows])])
    until(at(queue, Stage.RATES))
    assert isinstance(page.view, RatesView)
    type_rate(page.view, "7")
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.amount == "¥30.00 + $20.00"
    queue.skip()
    until(idle(queue))


def test_who_does_not_know_the_rate_leaves_the_file_out(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [dollars(tmp_path / "a.csv", "A-1")])
    until(at(queue, Stage.RATES))
    assert isinstance(page.view, RatesView)
    page.view.form.given_up.emit()
    until(idle(queue))
    with shop.read() as tx:
        assert tx.scalars(select(SalesOrder.order_id)) == []
