"""A small form in the place of the panel: for publicity, a task, a day of the shop's own, codes."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words, button
from shopdesk.text import _


class PartForm(SideDetail):
    """Title and fields, filled anew for each thing that is asked."""

    left = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(name)
        self._desk = desk
        self.is_sent = False
        """Whether what was asked for is on its way into the shop, or has come there."""
        self.form: Form

    def ask(
        self,
        title: str,
        fields: Sequence[Field],
        accept: Callable[[dict[str, Any]], object],
        remove: tuple[str, Callable[[], object]] | None = None,
        note: str = "",
        submit: str = "",
        zone: str = "UTC",
    ) -> None:
        """Ask for these fields; `remove` is the word and the deed of a button that takes the thing away.

        `note` stands under the title, `submit` is the word of the button where it is not the usual one; `zone` is the
        shop's, for fields of times.
        """
        self.is_sent = False
        self.clear()
        self.set_head(title)
        place = self.section()
        if note:
            place.addWidget(Words(note, "body", wrap=True))
        self.form = Form(fields, submit or _("Save"), zone=zone)
        self.form.accepted.connect(accept)
        self.form.given_up.connect(self.left)
        place.addWidget(self.form)
        if remove is not None:
            place.addWidget(button(remove[0], remove[1], icon_name="delete"))
        self.finish()
        self.setFocusProxy(self.form.editor(fields[0].column.key))

    def send(self, act: Callable[..., Any], *told: Any, **more: Any) -> None:
        """Do it, and leave when it is done; what is refused stands under the fields."""
        self.form.submit.setEnabled(False)
        self.is_sent = True
        self._desk.do(act, *told, then=lambda _done: self.left.emit(), failed=self.form.refused, **more)
