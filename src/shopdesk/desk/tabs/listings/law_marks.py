"""What the law may forbid is marked in a field while it is typed: a red ground under each phrase, its reason below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from shopdesk.desk import theme
from shopdesk.desk.widgets import Words
from shopdesk.shop.listings.law.check import Hit
from shopdesk.shop.listings.scoring.judging import blanked
from shopdesk.text import _

Check = Callable[[str], Sequence[Hit]]
"""The phrases of a text without markup."""


class LawMarks(QObject):
    """Follows every key in an editor; nothing of it asks the store."""

    def __init__(self, editor: QPlainTextEdit, note: Words, check: Check) -> None:
        """`note` says what is marked and why, and hides where nothing is."""
        super().__init__(editor)
        self._editor, self._note, self._check = editor, note, check
        editor.textChanged.connect(self._follow)
        theme.bus.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        text = self._editor.toPlainText()
        hits = self._check(blanked(text))
        self._editor.setExtraSelections([self._mark(text, hit) for hit in hits])
        self._note.setText("\n".join(dict.fromkeys(map(_told, hits))))
        self._note.setVisible(bool(hits))

    def _mark(self, text: str, hit: Hit) -> QTextEdit.ExtraSelection:
        made, ground = QTextEdit.ExtraSelection(), QTextCharFormat()
        ground.setBackground(theme.tokens().bad_soft)
        ground.setUnderlineColor(theme.tokens().bad)
        ground.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(_units(text[: hit.start]))
        cursor.setPosition(_units(text[: hit.end]), QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, ground
        return made


def _units(text: str) -> int:
    """How long Qt takes a text to be: an emoji is two there."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _told(hit: Hit) -> str:
    instead = _("Say instead: {text}").format(text=hit.replacement) if hit.replacement else ""
    return " ".join(part for part in (f"“{hit.phrase}”:", _(hit.reason), instead) if part)
