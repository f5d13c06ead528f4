"""Help says something in every language, and the meaning of every figure."""

import pytest
from PySide6.QtWidgets import QApplication

from shopdesk import text
from shopdesk.desk.desk import Desk
from shopdesk.desk.help_page import HelpPage, figures, guide, keys
from shopdesk.shop.orders.sheets import ORDERS
from shopdesk.shop.profit.definitions import PROFIT_FIGURES


@pytest.fixture
def page(desk: Desk) -> HelpPage:
    return HelpPage(desk)


@pytest.mark.parametrize("code", list(text.LANGUAGES))
def test_the_guide_is_there_in_every_language(code: str) -> None:
    text.use_language(code)
    try:
        told = guide()
        assert told.count("## ") == guide_headings("en")
        assert "ShopDesk" in told
    finally:
        text.use_language("en")


def guide_headings(code: str) -> int:
    """How many chapters the guide has."""
    return (text.resources() / "help" / f"{code}.md").read_text("utf-8").count("## ")


def test_every_meaning_is_listed() -> None:
    listed = figures()
    for column in ORDERS.columns:
        if column.help:
            assert f"**{column.title}** – {column.help}" in listed


def test_every_figure_says_how_it_is_worked_out() -> None:
    listed = figures()
    for one in PROFIT_FIGURES.values():
        assert f"**{one.column.title}** – {one.column.help} `{one.name} = {one.formula}`" in listed


def test_the_keys_are_a_table() -> None:
    assert "| Ctrl+K | Command palette and search |" in keys()


def test_a_view_is_found_again(page: HelpPage, qapp: QApplication) -> None:
    page.show_place("keys")
    assert page.place() == {"view": "keys"}
    assert "Command palette" in page.text.toPlainText()
