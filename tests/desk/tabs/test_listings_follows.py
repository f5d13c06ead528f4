"""The pages of listings hear of every change of what they show, and stay with the row that a person stands on."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.desk.tabs.tea_shop import settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.listings.selection_page import SelectionPage
from shopdesk.desk.tabs.listings.tab import ListingsTab
from shopdesk.shop.listings.rules import CandidateState
from shopdesk.shop.listings.trials.candidates import add_candidate, judge_candidate
from shopdesk.store.store import Store
from shopdesk.store.tables import Base

_TABLE = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_FOLLOWING = {
    "goods_month", "cost_key", "late_value", "account_day", "account", "move_value",
    "stock_level", "warehouse", "lot_move", "shipment", "shipment_line", "return_line", "change", "import_file",
}  # fmt: skip
"""What changes with something that is followed, and what the store itself looks at."""


def test_every_table_that_a_page_reads_is_followed(shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    read = set[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        read.update(_TABLE.findall(statement))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for page in ListingsTab.PAGES:
            made = page.make(shop_desk)
            qtbot.addWidget(made)
            if isinstance(made, TablePage):
                with store.read() as tx:
                    made.question()(tx)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert {"experiment", "sku", "sales_order"} <= read
    assert (read & set(Base.metadata.tables)) - set(ListingsTab.TABLES) - _FOLLOWING == set()


@pytest.fixture
def page(shop_desk: Desk, store: Store, qtbot: QtBot) -> SelectionPage:
    """Two candidates, the better one first."""
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(add_candidate, {"title": "Gaiwan", "searches": 90_000})
    store.do(add_candidate, {"title": "Kettle", "searches": 900})
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    made = SelectionPage(shop_desk)
    shop_desk.changed.connect(lambda _changes: made.refresh())
    qtbot.addWidget(made)
    made.show()
    made.start(date(2026, 3, 30), UTC, Figures())
    settle(shop_desk, qtbot)
    return made


def standing(page: TablePage) -> str:
    place = page.view.current_id()
    return "" if place is None else str(page.rows[place][0])


def test_the_row_stood_on_is_stood_on_wherever_it_goes(page: SelectionPage, qtbot: QtBot) -> None:
    assert standing(page) == "Gaiwan"
    page._desk.do(judge_candidate, 1, CandidateState.TAKEN)
    settle(page._desk, qtbot)
    assert [row[0] for row in page.rows] == ["Kettle", "Gaiwan"]
    assert standing(page) == "Gaiwan"


def test_what_was_just_added_is_stood_on(page: SelectionPage, qtbot: QtBot) -> None:
    page.begin()
    page.part.form.set_values({"title": "Caddy", "searches": "50000"})
    page.part.form.accept()
    settle(page._desk, qtbot)
    assert [row[0] for row in page.rows] == ["Gaiwan", "Caddy", "Kettle"]
    assert standing(page) == "Caddy"
    page._desk.do(add_candidate, {"title": "Whisk", "searches": 95_000})
    settle(page._desk, qtbot)
    assert standing(page) == "Caddy", "what came from elsewhere is no reason to leave"
