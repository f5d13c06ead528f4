"""How many trials an experiment needs, and about how many days, said under its plan while it is typed."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLineEdit
from shiboken6 import isValid

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Form, read_number
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.trials.abtest import sample_size
from shopdesk.shop.listings.trials.experiment_sheets import Measure
from shopdesk.shop.listings.trials.experiments import days_of_plan
from shopdesk.text import UserError, _

_SHARES: Final = ("base_rate", "lift", "alpha", "power")


class PlanSize(QObject):
    """Follows what is typed into a plan; the line stands under its last field."""

    def __init__(self, desk: Desk, form: Form) -> None:
        super().__init__(form)
        self._desk, self._form = desk, form
        self.words = form.note("period_days")
        form.edited.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        size = self._size()
        self.words.setVisible(size is not None)
        if size is None:
            return
        self._show(size, None)
        listing, measure = self._form.editor("listing"), self._form.editor("measure")
        assert isinstance(listing, QLineEdit)
        assert isinstance(measure, QComboBox)
        report = partial(days_of_plan, listing=listing.text(), measure=Measure(measure.currentData()), size=size)
        self._desk.ask("listings.plan_size", report, partial(self._show, size))

    def _size(self) -> int | None:
        """Trials of each version; None while the shares are none that have a size."""
        try:
            return sample_size(*(float(read_number(self._text(key), Kind.PERCENT)) for key in _SHARES))
        except (UserError, ValueError):
            return None

    def _text(self, key: str) -> str:
        editor: Any = self._form.editor(key)
        return str(editor.text())

    def _show(self, size: int, days: int | None) -> None:
        if not isValid(self):  # the form was left before the answer came
            return
        each = _("Each version needs {size} trials.").format(size=f"{size:,}")
        pace = "" if days is None else _("At the listing's pace that is about {days} days.").format(days=f"{days:,}")
        self.words.setText(f"{each} {pace}".rstrip())
