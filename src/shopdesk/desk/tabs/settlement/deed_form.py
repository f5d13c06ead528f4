"""What a person says about money of a channel, in the place of the panel: an account, an order, what arrived."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.settlement.reports import Target, find_targets
from shopdesk.text import N_, _

ACCOUNT: Final = Column("account_id", N_("Account"), Kind.TEXT, help=N_("Where it is booked."))
NOTE: Final = Column("note", N_("Note"), Kind.TEXT, help=N_("Why; it stays with the line."))
ORDER: Final = Column("order_no", N_("Order no."), Kind.ID, help=N_("An order of the same channel."), required=True)

NARROW: Final = 12
"""So many characters of a choice are shown at least."""


class DeedForm(SideDetail):
    """Title, sentence and fields; filled anew for each deed."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Settlement"))
        self._desk = desk
        self.form: Form

    def ask(
        self, title: str, sentence: str, fields: Sequence[Field], accept: Callable[[dict[str, Any]], object]
    ) -> None:
        """Ask for these fields; `accept` gets the typed values by column key."""
        self.clear()
        self.set_head(title)
        place = self.section()
        if sentence:
            place.addWidget(Words(sentence, "small", "muted", wrap=True))
        self.form = Form(fields, _("Save"))
        self.form.accepted.connect(accept)
        self.form.given_up.connect(self.left)
        for box in self.form.findChildren(QComboBox):  # which would be as wide as the longest account
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(NARROW)
        place.addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor(fields[0].column.key))

    def ask_account(
        self,
        title: str,
        sentence: str,
        more: Sequence[Field],
        accept: Callable[[dict[str, Any]], object],
        then: Callable[[], object],
    ) -> None:
        """Ask for an account, read anew, and for `more`; `then` brings the form to front once it is there."""

        def read(targets: Sequence[Target]) -> None:
            choices: list[tuple[Any, str]] = [(None, "")]
            choices += [(one.account_id, f"{one.code} {one.title}") for one in targets]
            self.ask(title, sentence, [Field(ACCOUNT, choices=choices, required=True), *more], accept)
            then()

        self._desk.ask("settlement.accounts", find_targets, read)

    def send(self, act: Callable[..., Any], *told: Any, **more: Any) -> None:
        """Do it, and leave when it is done; what is refused stands under the fields."""
        self.form.submit.setEnabled(False)
        self._desk.do(act, *told, then=lambda _done: self.left.emit(), failed=self.form.refused, **more)


def sender(form: DeedForm, act: Callable[..., Any], *told: Any) -> Callable[[dict[str, Any]], object]:
    """What sends the typed values to an action, after what is told already."""
    return partial(_send, form, act, told)


def _send(form: DeedForm, act: Callable[..., Any], told: Sequence[Any], values: dict[str, Any]) -> None:
    form.send(act, *told, **{key: value for key, value in values.items() if value is not None})
