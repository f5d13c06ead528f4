"""How single values read outside a grid: as the cells of a column of their kind do."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from shopdesk.desk.grid import CellFormats, Shown
from shopdesk.desk.grid.formats import MINUS
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import _


class Figures:
    """The formats of one shop on one day, by kind. Holds no widget."""

    def __init__(self, zone: tzinfo = UTC, today: date | None = None) -> None:
        self.zone, self.today = zone, today
        self._by_kind: dict[Kind, CellFormats] = {}

    def show(self, kind: Kind, value: Any) -> Shown:
        """The text and tone of a value; "" where it is not known."""
        formats = self._by_kind.get(kind)
        if formats is None:
            sheet = Sheet("value", "", (Column("value", "", kind),), key="value")
            formats = self._by_kind[kind] = CellFormats(sheet, zone=self.zone, today=self.today)
        return formats.row((value,))[0]

    def text(self, kind: Kind, value: Any) -> str:
        """As `show`, without the tone."""
        return self.show(kind, value).text

    def money(self, value: Decimal | None) -> str:
        """An amount with two decimals."""
        return self.text(Kind.MONEY, value)

    def pieces(self, value: Decimal | None) -> str:
        """A quantity without needless zeros."""
        return self.text(Kind.QUANTITY, value)

    def signed(self, value: Decimal) -> str:
        """A quantity that says which way it goes: +24, −1."""
        text = self.pieces(value)
        return text if text.startswith(MINUS) or not value else f"+{text}"

    def moment(self, value: datetime | None) -> str:
        """A time with its day and year, in the shop's zone."""
        return "" if value is None else f"{value.astimezone(self.zone):%Y-%m-%d %H:%M}"


def said(states: Mapping[str, State], value: str | None) -> tuple[str, Tone]:
    """Word and tone of a state; the value itself where the states do not know it."""
    state = states.get(value or "")
    return (_(state.title), state.tone) if state is not None else (value or "", Tone.PLAIN)
