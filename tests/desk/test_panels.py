"""The parts of screens say what they show, also to who cannot see them."""

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.desk import icons, theme
from shopdesk.desk.icons import DRAWINGS, icon
from shopdesk.desk.panels import DetailPanel, EmptyState, Figure, PageHead
from shopdesk.desk.widgets import ChoiceBox, Pill, Segments, Words, button, time_left
from shopdesk.shop.columns import Tone


def words_of(widget: QWidget) -> list[str]:
    return [words.text() for words in widget.findChildren(Words)]


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_icon_has_a_drawing(name: str) -> None:
    assert icons._drawing(name).lstrip().startswith(b"<svg")


def test_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        icon("unicorn")


def test_an_icon_takes_the_colour_of_the_theme(qapp: QApplication) -> None:
    made = icon("logo", "accent")
    for scheme, t in (("light", theme.LIGHT), ("dark", theme.DARK)):
        theme.apply(qapp, scheme, "en")
        picture = made.pixmap(64, 64).toImage()
        places = [(x, y) for x in range(64) for y in range(64) if picture.pixelColor(x, y).alpha() == 255]
        inks = [picture.pixelColor(x, y) for x, y in places]
        assert inks
        assert all(abs(ink.lightness() - t.accent.lightness()) <= 2 for ink in inks)
        assert all(abs(ink.hue() - t.accent.hue()) <= 1 for ink in inks)


def test_an_icon_is_sharp_on_a_fine_screen() -> None:
    made = icon("orders").pixmap(QSize(16, 16), 2.0)
    assert (made.size(), made.devicePixelRatio()) == (QSize(32, 32), 2.0)


def test_a_button_shows_an_ampersand_and_says_it(qtbot: QtBot) -> None:
    made = button("Tea & Ware")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Tea & Ware"
    assert made.shortcut().isEmpty()


def test_a_button_without_text_has_a_name_and_shows_it_as_a_hint(qtbot: QtBot) -> None:
    made = button("", icon_name="close", look="quiet", name="Close", shortcut="Ctrl+W")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("Close", "Close (Ctrl+W)")


def test_segments_tell_what_the_user_picks_only(qtbot: QtBot) -> None:
    segments = Segments([("day", "Day"), ("week", "Week")], "Span")
    qtbot.addWidget(segments)
    heard: list[str] = []
    segments.picked.connect(heard.append)
    segments.set_current("week")
    assert (segments.current, heard) == ("week", [])
    segments.findChildren(type(button("")))[0].click()
    assert (segments.current, heard) == ("day", ["day"])


def test_a_pill_without_a_word_is_not_shown(qtbot: QtBot) -> None:
    pill = Pill("Late", Tone.BAD)
    qtbot.addWidget(pill)
    wide = pill.sizeHint().width()
    pill.set_state("Shipped on time", Tone.GOOD)
    assert pill.sizeHint().width() > wide
    assert pill.accessibleName() == "Shipped on time"
    pill.set_state("", Tone.PLAIN)
    assert pill.isHidden()


def test_words_follow_the_theme_and_the_text_size(qapp: QApplication, qtbot: QtBot) -> None:
    words = Words("Orders", "title", "muted")
    qtbot.addWidget(words)
    theme.apply(qapp, "dark", "en", 1.5)
    assert words.font().pixelSize() == 27
    assert words.palette().windowText().color() == theme.DARK.muted


def test_words_that_may_be_cut_take_little_room(qtbot: QtBot) -> None:
    cut, whole = Words("A very long product title " * 9, elide=True), Words("A very long product title " * 9)
    for words in (cut, whole):
        qtbot.addWidget(words)
    assert cut.minimumSizeHint().width() < 40 < whole.minimumSizeHint().width()
    cut.resize(100, 20)
    cut.grab()


def test_the_detail_panel_is_filled_anew_for_each_selection(qtbot: QtBot) -> None:
    panel = DetailPanel("Order")
    qtbot.addWidget(panel)
    for number in ("1", "2"):
        panel.clear()
        panel.set_head(f"Order {number}", "Shopify", Pill("Paid"))
        panel.facts("Money", [("Goods", "258.00"), ("Discount", "−30.00", "bad"), ("Paid", "228.00", "strong")])
        panel.finish()
    shown = [words.text() for words in panel.findChildren(Words) if not words.isHidden()]
    assert shown == ["Order 2", "Shopify", "Money", "Goods", "258.00", "Discount", "−30.00", "Paid", "228.00"]
    panel.show_note("Choose an order.")
    assert "Choose an order." in words_of(panel)


def test_a_figure_says_its_name_and_value(qtbot: QtBot) -> None:
    figure = Figure("Rejected")
    qtbot.addWidget(figure)
    figure.set_value("2", "of 4,031 rows", Tone.BAD)
    assert figure.accessibleName() == "Rejected: 2"
    assert words_of(figure) == ["Rejected", "2", "of 4,031 rows"]


def test_an_empty_screen_offers_its_action_and_the_demo(qtbot: QtBot) -> None:
    done: list[str] = []
    empty = EmptyState(
        "orders", "Orders stand here.", ("Import", lambda: done.append("import")), lambda: done.append("demo")
    )
    qtbot.addWidget(empty)
    for made in empty.findChildren(type(button(""))):
        made.click()
    assert done == ["import", "demo"]


def test_a_head_takes_parts_at_both_sides(qtbot: QtBot) -> None:
    head = PageHead("Orders", "412 of 12,038")
    qtbot.addWidget(head)
    head.add_left(Pill("Late", Tone.BAD))
    head.add_right(button("Columns"), button("Pick list"))
    head.set_title("Returns")
    assert words_of(head)[0] == "Returns"
    head.grab()


def test_a_head_that_is_too_wide_breaks_in_two_lines(qtbot: QtBot) -> None:
    head = PageHead("Products & stock")
    qtbot.addWidget(head)
    segments = Segments([(name, name) for name in ("Stock", "Moves", "Receipts", "Suppliers")], "What to show")
    deeds = [button(name) for name in ("New product", "Receive", "Adjust", "Count")]
    head.add_left(segments)
    head.add_right(*deeds)
    head.resize(1200, 40)
    head.show()
    wide = head.sizeHint().height()

    def left(widget: QWidget) -> int:
        return widget.mapTo(head, QPoint()).x()

    assert left(segments) > 0
    head.resize(500, 90)
    qtbot.waitUntil(lambda: left(segments) == 0)
    assert head.sizeHint().height() > wide
    assert left(deeds[-1]) + deeds[-1].width() <= head.width()
    assert segments.width() >= segments.sizeHint().width()
    head.resize(1200, 90)
    qtbot.waitUntil(lambda: left(segments) > 0)
    assert head.sizeHint().height() == wide


def test_a_choice_keeps_its_value(qtbot: QtBot) -> None:
    box = ChoiceBox([("fifo", "First in, first out"), ("avg", "Moving average")], "Costing")
    qtbot.addWidget(box)
    box.setCurrentIndex(1)
    assert box.currentData() == "avg"
    box.grab()


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00 left"), (21.4, "0:21 left"), (3729, "1:02:09 left")])
def test_time_left_reads_as_a_clock(seconds: float, said: str) -> None:
    assert time_left(seconds) == said


def test_a_long_word_is_broken_and_never_widens_the_panel(qtbot: QtBot) -> None:
    panel = DetailPanel("Row")
    qtbot.addWidget(panel)
    panel.facts("", [("Link", "https://example.com/" + "a" * 200), ("Lift", "1.08")])
    panel.finish()
    panel.setFixedSize(300, 500)
    panel.show()
    scroll = panel.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    inside = scroll.widget()
    assert inside is not None
    link = next(words for words in panel.findChildren(Words) if words.text().startswith("https"))
    assert inside.width() <= 300
    assert link.height() > 3 * link.fontMetrics().height()
