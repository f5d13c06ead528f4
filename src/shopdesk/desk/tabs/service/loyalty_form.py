"""The form of the shop's levels of members, and of the points that money brings."""

from decimal import Decimal
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field
from shopdesk.desk.part_form import PartForm
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.service.customers.loyalty import read_levels, read_loyalty, set_loyalty, write_levels
from shopdesk.shop.service.customers.rules import LevelBy, Loyalty
from shopdesk.shop.service.customers.sheets import LEVEL_BY
from shopdesk.text import N_, UserError, _

_BY: Final = Column("by", N_("Levels by"), Kind.STATE, states=LEVEL_BY)
_LEVELS: Final = Column(
    "levels", N_("Levels, one a line: name and from what on"), Kind.LONG_TEXT, help=N_("As in “Gold 5000”.")
)
_PER: Final = Column("per", N_("For each whole amount of"), Kind.MONEY, help=N_("Blank: orders bring no points."))
_POINTS: Final = Column("points", N_("An order brings so many points"), Kind.INTEGER)


class LoyaltyForm(PartForm):
    """Filled with the rules that hold, once they are read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Levels and points"))

    def begin(self) -> None:
        """Ask for the rules."""
        self._fill(None)
        self._desk.ask("customers.loyalty", read_loyalty, self._fill)

    def _fill(self, loyalty: Loyalty | None) -> None:
        told = loyalty or Loyalty(LevelBy.SPEND, (), Decimal(0), 0)
        fields = [
            Field(_BY, told.by), Field(_LEVELS, write_levels(told.levels), check=_check),
            Field(_PER, told.per or None), Field(_POINTS, told.points or None),
        ]  # fmt: skip
        self.ask(_("Levels and points"), fields, self._accept)
        self.form.submit.setEnabled(loyalty is not None)

    def _accept(self, typed: dict[str, Any]) -> None:
        levels = read_levels(typed["levels"] or "")
        points = typed["points"] or 0
        self.send(set_loyalty, Loyalty(LevelBy(typed["by"]), levels, typed["per"] or Decimal(0), points))


def _check(text: str) -> str:
    try:
        read_levels(text)
    except UserError as error:
        return str(error)
    return ""
