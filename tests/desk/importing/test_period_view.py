"""A report that does not say of which days it is, as a person meets it: asked for them, refused what is none."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel
from sqlalchemy import select
from tests.desk.import_desk import Until, at, idle

from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.period_view import PeriodView
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.store.store import Store
from shopdesk.store.tables import Traffic


def test_the_days_are_asked_and_kept_with_every_row(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    path = tmp_path / "BusinessReport-12-01-26.csv"
    path.write_text("(Child) ASIN,Sessions - Total,Units Ordered\nB000000001,120,7\n", encoding="utf-8")
    import_files(queue.desk, [path])
    until(at(queue, Stage.PERIOD))
    view = page.view
    assert isinstance(view, PeriodView)
    view.form.accepted.emit({"first": date(2026, 11, 30), "last": date(2026, 11, 1)})
    assert any("before the first" in label.text() for label in view.form.findChildren(QLabel))
    view.form.accepted.emit({"first": date(2026, 11, 1), "last": date(2026, 11, 30)})
    until(at(queue, Stage.CHECKED))
    queue.write()
    until(idle(queue))
    with shop.read() as tx:
        (row,) = tx.rows(select(Traffic.first_on, Traffic.last_on, Traffic.visitors))
    assert tuple(row) == (date(2026, 11, 1), date(2026, 11, 30), 120)
