"""Charts draw what they are given in the tokens of the theme, say the value under the pointer, and answer a click."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.desk import theme
from shopdesk.desk.charts import Chart, LineChart, WaterfallChart, fold

MONTHS = ["2026-09", "2026-10", "2026-11"]


@pytest.fixture(params=["lines", "waterfall"])
def chart(request: pytest.FixtureRequest, qtbot: QtBot) -> Chart:
    values = [Decimal("120.50"), Decimal(-30), Decimal(60)]
    made: dict[str, Chart] = {
        "lines": LineChart("Margin", "%", MONTHS, [("All", values)]),
        "waterfall": WaterfallChart("Bridge", "CNY", MONTHS, values, {0}),
    }
    shown = made[request.param]
    for other in made.values():
        qtbot.addWidget(other)
    shown.resize(600, 300)
    shown.show()
    return shown


def point_of(chart: Chart, place: int) -> QPoint:
    view = chart._plot.getPlotItem().getViewBox()
    scene = view.mapViewToScene(QPointF(place, 1))
    point: QPoint = chart._plot.mapFromScene(scene)
    return point


def test_a_click_tells_which_column(chart: Chart) -> None:
    chart.grab()
    clicked: list[int] = []
    chart.clicked.connect(clicked.append)
    for place in (0, 2):
        QTest.mouseClick(
            chart._plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point_of(chart, place)
        )
    assert clicked == [0, 2]


def test_the_pointer_shows_the_value(chart: Chart) -> None:
    chart.grab()
    chart._show_tip(QPointF(point_of(chart, 1)))
    assert not chart._tip.isHidden()
    assert "2026-10" in chart._tip.text()
    assert "−30" in chart._tip.text()
    chart._show_tip(QPointF(-5, -5))
    assert chart._tip.isHidden()


def test_what_happened_stands_at_its_month(chart: Chart) -> None:
    firsts = [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]
    told = [(date(2026, 8, 31), "Too early"), (date(2026, 9, 30), "Moved house"), (date(2026, 11, 11), "Snow")]
    chart.mark_spans(firsts, told)
    assert [chart.value_text(place).split("\n")[-1] for place in (0, 2)] == ["Moved house", "Snow"]
    assert not {"Too early", "Moved house", "Snow"} & set(chart.value_text(1).split("\n"))


def test_it_follows_the_theme(chart: Chart, qapp: QApplication) -> None:
    for scheme, t in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(qapp, scheme, "en")
        picture = chart.grab().toImage()
        shades = {picture.pixelColor(x, y).name() for x in range(0, 600, 3) for y in range(0, 300, 3)}
        assert t.surface.name() in shades
        assert len(shades) > 3


def test_an_unknown_value_says_so_and_is_no_zero(qtbot: QtBot) -> None:
    chart = LineChart("Net sales", "CNY", MONTHS, [("Taobao", [1, None, 3]), ("JD", [None, 5, 10])])
    qtbot.addWidget(chart)
    assert chart.value_text(1) == "2026-10\nTaobao: unknown\nJD: 5.00 CNY"


def test_a_waterfall_hangs_changes_and_stands_its_sums_on_the_ground(qtbot: QtBot) -> None:
    amounts = [Decimal("18420.30"), Decimal("-3120.00"), Decimal("15300.30"), Decimal("0.85"), Decimal("15301.15")]
    chart = WaterfallChart("Bridge", "CNY", ["Orders", "Fees", "Profit", "Tax", "Deposit"], amounts, {0, 2, 4})
    qtbot.addWidget(chart)
    assert chart.value_text(4) == "Deposit\n15,301.15 CNY"
    assert chart._steps() == [
        (0, 18420.30), pytest.approx((18420.30, 15300.30)), (0, 15300.30), pytest.approx((15300.30, 15301.15)),
        (0, 15301.15),
    ]  # fmt: skip
    assert [chart._said(place) for place in range(4)] == ["18,420", "−3,120", "15,300", "+0.85"]
    chart.show()
    chart.resize(160, 200)
    chart.grab()
    assert sorted(chart._told()) == [0, 2, 4], "where there is little room, the sums"
    chart.show_steps(["Orders"], [Decimal(5)], {0})
    assert (chart._steps(), chart.value_text(0)) == ([(0, 5)], "Orders\n5.00 CNY")
    chart.grab()


def test_other_figures_take_the_place_of_the_first(qtbot: QtBot) -> None:
    chart = LineChart("Margin", "%", MONTHS, [("All", [1, 2, 3])])
    qtbot.addWidget(chart)
    chart.set_data(["Mon", "Tue"], [("Taobao", [4, 5]), ("JD", [6, None])])
    assert chart.value_text(0) == "Mon\nTaobao: 4.00 %\nJD: 6.00 %"
    chart.grab()


def test_a_chart_of_nothing_can_be_painted(qtbot: QtBot) -> None:
    chart = LineChart("Net sales", "CNY", [], [])
    qtbot.addWidget(chart)
    chart.grab()


def test_long_labels_fold_at_the_space_nearest_the_middle() -> None:
    words = QFontMetrics(theme.font("small"))
    assert fold("Refunds after month end", words, 90) == "Refunds after\nmonth end"
    assert fold("Reserve", words, 10) == "Reserve"
    assert fold("Ads paid", words, 500) == "Ads paid"
