"""The mapping panel in hand: the header row is picked, a mapping goes out to a file and comes back."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at, click_cell, idle, outcome
from tests.desk.import_samples import FIELDS, TAOBAO, UNKNOWN, order_states, taobao, unknown, write_csv

from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.mapping_panel import MappingPanel
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.parts import Note
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store


def panel(page: ImportPage) -> MappingPanel:
    assert isinstance(page.view, MappingPanel)
    return page.view


def fill(made: MappingPanel) -> None:
    for field, header in FIELDS.items():
        next(row for row in made.rows if made.plan.headers[row.place] == header).choose(field)


def test_the_header_row_is_picked_by_a_click(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    lines = [line.split(",") for line in unknown(tmp_path / "x.csv", 6).read_text("utf-8").splitlines()]
    above = [
        ("Kasse 3", "Filiale", "Bericht", "", "", "", ""),
        ("Laufend", "Tag", "Ware", "Text", "Zahl", "EUR", "Mail"),
    ]
    import_files(queue.desk, [write_csv(tmp_path / "till.csv", [*above, *lines])])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    wrong = 2 if made.plan.header_row != 2 else 1
    made.pick_header(wrong)
    assert made.header.text() == f"Header: row {wrong}"
    qtbot.mouseClick(made.header, Qt.MouseButton.LeftButton)
    click_cell(qtbot, made.picker.view, 2, 1)
    assert made.header.text() == "Header: row 3"
    assert made.plan.headers == UNKNOWN
    until(lambda: len(made.rows) == len(UNKNOWN))
    fill(made)
    made.read.click()
    until(at(queue, Stage.CHECKED))
    outcome(page).go.click()
    until(idle(queue))
    assert len(order_states(shop)) == 3


def test_a_sheet_without_a_header_goes_by_its_letters(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    rows = [("B-1", "2026-03-01", "T-1", "2", "12.50"), ("B-2", "2026-03-02", "T-2", "1", "3.00")]
    import_files(queue.desk, [write_csv(tmp_path / "bare.csv", rows)])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    made.kinds.picked.emit("orders")
    made.pick_header(0)
    assert made.header.text() == "No header row"
    until(lambda: len(made.rows) == 5)
    for place, field in enumerate(("order_no", "placed_at", "sku", "quantity", "unit_price")):
        made.rows[place].choose(field)
    made.read.click()
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.documents == {"new": 2}


def test_a_mapping_is_saved_and_loaded_for_another_file(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until, told: list[str]
) -> None:
    import_files(queue.desk, [unknown(tmp_path / "till.csv")])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    until(lambda: len(made.rows) == len(UNKNOWN))
    fill(made)
    made.channel.setCurrentText("Market stall")
    made.save_mapping(tmp_path / "till.json")
    queue.skip()
    lines = [[*line.split(","), "x"] for line in unknown(tmp_path / "x.csv").read_text("utf-8").splitlines()]
    lines[0][-1] = "Neu"
    import_files(queue.desk, [write_csv(tmp_path / "other.csv", lines)])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    made.load_mapping(tmp_path / "x.csv")
    assert "is no mapping" in told[-1]
    made.load_mapping(tmp_path / "till.json")
    assert told[-1] == "The mapping of till.json was taken."
    assert made.channel.currentText() == "Market stall"
    assert made.read.isEnabled()
    made.read.click()
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.documents == {"new": 10}


def without(path: Path, header: str, *, new: str = "") -> Path:
    """The same file without a column, or with another header in its place."""
    rows = [line.split(",") for line in path.read_text("gb18030").splitlines()]
    place = TAOBAO.index(header)
    if new:
        rows[0][place] = new
    else:
        for row in rows:
            del row[place]
    return write_csv(path, rows, "gb18030")


def test_a_known_layout_that_lost_a_column_says_which_and_one_that_has_a_new_one_too(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    run_import(shop, prepare(shop, taobao(tmp_path / "first.csv", 3), Choices()))
    lost = without(taobao(tmp_path / "lost.csv", 5), "物流单号")
    import_files(queue.desk, [lost])
    until(at(queue, Stage.CHECKED))
    said = " ".join(note.words.text() for note in outcome(page).findChildren(Note))
    assert "Missing, so not read any more: 物流单号." in said
    assert not outcome(page).told.is_clean
    queue.skip()
    rows = [[*line.split(","), "x"] for line in taobao(tmp_path / "y.csv", 5).read_text("gb18030").splitlines()]
    rows[0][-1] = "礼品卡片"
    import_files(queue.desk, [write_csv(tmp_path / "more.csv", rows, "gb18030")])
    until(at(queue, Stage.CHECKED))
    said = " ".join(note.words.text() for note in outcome(page).findChildren(Note))
    assert "New, and not read: 礼品卡片." in said
    assert "Missing" not in said


def test_money_under_another_name_is_asked_and_never_guessed(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [without(taobao(tmp_path / "new.csv", 5), "总金额", new="合计含税")])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    assert "order_total" not in made.plan.columns
    assert page.pill.text == "Taobao / Tmall order list, changed, GB18030"
    until(lambda: len(made.rows) == len(TAOBAO))
    assert [made.plan.headers[row.place] for row in made.rows if row.new.isVisibleTo(row)] == ["合计含税"]
    missing, _new, new = made.notice.words.text().partition("New:")
    assert "总金额" in missing
    assert "合计含税" in new


def test_money_that_is_not_certain_is_named_and_left_to_the_person(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    lines = [("Order No", "Order Date", "Total", "Grand Total"), ("1", "2026-01-15", "18.50", "20.00")]
    import_files(queue.desk, [write_csv(tmp_path / "two.csv", lines)])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    said = made.notice.words.text()
    assert "Not certain, so not taken as “Order total”: Total, Grand Total." in said
    assert "order_total" not in made.plan.columns
    until(lambda: len(made.rows) == 4)
    made.rows[3].choose("order_total")
    made.read.click()
    until(at(queue, Stage.CHECKED))
    assert queue.current is not None
    assert queue.current.staged is not None
    assert queue.current.staged.total_amount == 20
