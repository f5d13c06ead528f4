"""Help in the program: a short guide, what each figure means, and the keys."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.panels import PageHead, page
from shopdesk.desk.tabs import TABS
from shopdesk.desk.widgets import Segments
from shopdesk.shop.columns import Sheet
from shopdesk.text import N_, _, language, resources

WIDEST: Final = 860
"""Pixels of a line: longer ones are hard to come back from."""
LINE_HEIGHT: Final = 145
"""Per cent."""
KEYS: Final = (
    ("Ctrl+K", N_("Command palette and search")),
    ("Ctrl+F", N_("Search in the list")),
    ("Ctrl+I", N_("Import files…")),
    ("Ctrl+E", N_("Export what is shown…")),
    ("Ctrl+Z · Ctrl+Y", N_("Undo and redo")),
    (f"Ctrl+1 … {len(TABS)}", N_("Go to a tab")),
    ("Ctrl+,", N_("Settings")),
    ("F1", N_("Help")),
    ("F8 · F9", N_("Count; hand the count over, approve it")),
    ("F2", N_("Edit the cell")),
    ("Esc", N_("Leave the cell as it was")),
    ("Enter", N_("Open the row; in an edited cell, go down")),
    ("Ctrl+C · Ctrl+Shift+C", N_("Copy the selection, without or with headers")),
    ("Ctrl+V", N_("Paste a block of cells")),
    ("Ctrl+D · Ctrl+Enter", N_("Fill down; fill the selection")),
    ("Delete", N_("Empty the selected cells")),
    ("Shift+Space · Ctrl+Space", N_("Select rows; select columns")),
    ("Ctrl+Arrow", N_("Go to the edge of the list")),
)
"""Keys and what they do (msgids)."""


class HelpPage(QWidget):
    """The guide, the figures and the keys, in the language spoken now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = page(self)
        head = PageHead(_("Help"))
        self.views = Segments([("guide", _("Guide")), ("figures", _("Figures")), ("keys", _("Keys"))], _("View"))
        self.views.picked.connect(self._show)
        head.add_left(self.views)
        column.addWidget(head)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Help"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.document().setDocumentMargin(theme.scaled(20))
        self.text.setMaximumWidth(theme.scaled(WIDEST))
        column.addWidget(self.text, 1)
        self._show("guide")

    def place(self) -> dict[str, str]:
        """Which view is shown."""
        return {"view": self.views.current}

    def show_place(self, view: str = "guide") -> None:
        """Come to a view."""
        self.views.set_current(view)
        self._show(view)

    def _show(self, view: str) -> None:
        told = {"guide": guide, "figures": figures, "keys": keys}[view]()
        self.text.document().setMarkdown(told, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        _give_air(self.text.document())


def _give_air(document: QTextDocument) -> None:
    """Lines apart and headings with room above: Markdown alone is set too tight to read."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        looks, level = block.blockFormat(), block.blockFormat().headingLevel()
        looks.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        looks.setTopMargin(theme.scaled(18 if level and block.blockNumber() else 0))
        looks.setBottomMargin(theme.scaled(4 if level else 2 if block.textList() is not None else 8))
        cursor.setBlockFormat(looks)
        block = block.next()


def guide() -> str:
    """The guide in the language spoken now, in Markdown."""
    return (resources() / "help" / f"{language()}.md").read_text("utf-8")


def figures() -> str:
    """What each column of each list means, and how each figure is worked out, from where they are declared."""
    from shopdesk.shop.orders.sheets import ORDERS
    from shopdesk.shop.stock.sheets import MOVES, STOCK

    return "\n".join([*_meanings((ORDERS, STOCK, MOVES)), *_definitions()])


def _definitions() -> Iterable[str]:
    from shopdesk.shop.profit.definitions import PROFIT_FIGURES
    from shopdesk.shop.profit.sheets import MONTHS

    yield f"## {_(MONTHS.title)}\n"
    for one in PROFIT_FIGURES.values():
        yield f"- **{_(one.column.title)}** – {_(one.column.help)} `{one.name} = {one.formula}`"


def _meanings(sheets: Iterable[Sheet]) -> Iterable[str]:
    for sheet in sheets:
        yield f"## {_(sheet.title)}\n"
        for column in sheet.columns:
            if column.help:
                yield f"- **{_(column.title)}** – {_(column.help)}"
        yield ""


def keys() -> str:
    """The keys as a table."""
    rows = [f"| {key} | {_(meaning)} |" for key, meaning in KEYS]
    return "\n".join([f"| {_('Key')} | {_('What it does')} |", "|---|---|", *rows])
