"""Find and replace in the texts of all listings: what would change is seen first, then written as one step."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from shopdesk.desk.desk import Desk
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import ChoiceBox, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.titles.bulk import FIELDS, Replaced, Wanted, find_replaced, replace_texts, replaced_rows
from shopdesk.shop.listings.titles.limits import TitleLimit
from shopdesk.shop.listings.titles.own_limits import read_limits
from shopdesk.shop.listings.worked_sheets import REPLACED, TEXTS
from shopdesk.text import N_, _, n_

Answer = tuple[Sequence[Replaced], Mapping[str, TitleLimit]]
EMPTY: Final = N_("Say what to look for: the texts that would change stand here before anything is written.")


class BulkPage(TablePage):
    """The words, the preview, and the button that writes what is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, REPLACED, _(EMPTY))
        self._found: Sequence[Replaced] = ()
        self.find_box, self.put_box = QLineEdit(), QLineEdit()
        for edit, name in ((self.find_box, _("Find")), (self.put_box, _("Replace with"))):
            edit.setAccessibleName(name)
            edit.setPlaceholderText(name)
            edit.returnPressed.connect(self.ask)
        self.which = ChoiceBox([("", _("All texts")), *((key, _(TEXTS[key].title)) for key in FIELDS)], _("Text"))
        self.pattern, self.any_case = QCheckBox(_("Pattern")), QCheckBox(_("Any case"))
        self.pattern.setToolTip(_("A regular expression; \\1 in the replacement is what its first group found."))
        self.look = button(_("Preview"), self.ask, icon_name="search")
        self.write = button(_("Replace"), self.replace, look="primary")
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget, share in (
            (self.find_box, 1),
            (self.put_box, 1),
            (self.which, 0),
            (self.pattern, 0),
            (self.any_case, 0),
        ):
            line.addWidget(widget, share)
        line.addWidget(self.look)
        line.addWidget(self.write)
        self.above.insertLayout(0, line)
        self.setFocusProxy(self.find_box)

    # ------------------------------------------------------------------------------------------------ reading

    def question(self) -> Callable[[Any], Any]:
        fields = FIELDS if not self.which.currentData() else (self.which.currentData(),)
        is_pattern, any_case = self.pattern.isChecked(), self.any_case.isChecked()
        return partial(_look, wanted=Wanted(self.find_box.text(), self.put_box.text(), fields, is_pattern, any_case))

    def take(self, answer: Answer) -> None:
        self._found, limits = answer
        self.show_all(replaced_rows(self._found, limits, self._formats.zone))
        self._offer()

    def _chosen(self) -> list[Replaced]:
        """What is shown and may change."""
        model = self.view.rows
        places = [place for n in range(model.rowCount()) if (place := model.row_id(n)) is not None]
        return [self._found[place] for place in places if self._found[place].locked_until is None]

    def _show_rows(self) -> None:
        super()._show_rows()
        self._offer()

    def _offer(self) -> None:
        count = len(self._chosen()) if len(self._found) == len(self.rows) else 0
        self.write.setEnabled(count > 0)
        said = n_("Replace in {count} text", "Replace in {count} texts", count).format(count=f"{count:,}")
        self.write.setText(said if count else _("Replace"))

    def show_row(self, place: int) -> None:
        one = self._found[place]
        self.panel.clear()
        self.panel.set_head(_(TEXTS[one.field].title), f"{one.channel} · {one.listing_no}")
        for title, text in ((_("Text before"), one.before), (_("Text after"), one.after)):
            self.panel.section(title).addWidget(Words(text, wrap=True))
        self.panel.finish()

    # ------------------------------------------------------------------------------------------------ deeds

    def replace(self) -> None:
        """Write what is shown, as one step."""
        chosen = self._chosen()
        self.write.setEnabled(False)
        self._desk.do(replace_texts, chosen, then=self._tell_done, failed=self._tell_refused)

    def _tell_done(self, done: Any) -> None:
        said = n_("{count} text changed.", "{count} texts changed.", done.value).format(count=f"{done.value:,}")
        self._desk.tell(said, Tone.GOOD, (_("Undo"), self._desk.undo))

    def _tell_refused(self, error: Exception) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.ask()


def _look(tx: Any, wanted: Wanted) -> Answer:
    """What would change, nothing while nobody has said what to look for; and how long titles may be."""
    return find_replaced(tx, wanted) if wanted.find else [], read_limits(tx)
