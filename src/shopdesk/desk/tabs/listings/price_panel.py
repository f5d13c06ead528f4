"""What the price desk shows of one price beside the list: where it goes, other prices, margins, the curve, buyers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.detail_lines import Ruled, SideDetail
from shopdesk.desk.figures import said
from shopdesk.desk.widgets import Pill, Words
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.prices.elasticity import Elasticity
from shopdesk.shop.listings.prices.proposals import Priced, margin_table, what_if
from shopdesk.shop.listings.prices.reading import PARCELS
from shopdesk.shop.listings.prices.sheets import PRICES, VERDICTS
from shopdesk.text import _, language

CHART_HEIGHT: Final = 170
_PARTS: Final = (("price", 1), ("cost", -1), ("fee", -1), ("parcel", -1), ("tax", -1), ("left", 0))
"""How a price comes apart: what is there, what goes off it, what stays."""


def spoken(amount: Decimal | int | None) -> str:
    """Money as the language spoken writes it, from money or from 1/10,000."""
    if amount is None:
        return "–"
    number = amount / Decimal(10_000) if isinstance(amount, int) else amount
    return QLocale(language()).toString(float(number), "f", 2).replace("-", "−")


def share_of(share: Decimal | None, sign: bool = False) -> str:
    """A share in per cent, with its sign where it is a change."""
    if share is None:
        return "–"
    plain = QLocale(language()).toString(float(share * 100), "f", 1).replace("-", "−")
    return f"{'+' if sign and share > 0 else ''}{plain} %"


def show_price(panel: SideDetail, one: Priced, cells: dict[str, Any], unit: str) -> QVBoxLayout:
    """Head, the parts of the price, the prices for margins, and the curve; `cells` are those of its row of PRICES.

    Returns the section for what `show_elasticity` says, which is asked for apart.
    """
    offer = one.offer
    panel.clear()
    where = " · ".join(part for part in (offer.channel, offer.listing_no, offer.sku) if part)
    panel.set_head(offer.title, where, Pill(*said(VERDICTS, one.verdict)))
    _show_parts(panel, one, cells)
    if offer.costs.cost is None:
        told = _("Nobody knows what it costs: say so in the stock list, or receive goods with their prices.")
        panel.section().addWidget(Words(told, "body", "muted", wrap=True))
    else:
        _show_margins(panel, one)
    minds = panel.section(_("How much buyers mind the price"))
    _show_curve(panel, one, unit)
    return minds


def _show_parts(panel: SideDetail, one: Priced, cells: dict[str, Any]) -> None:
    parts = Ruled(1)
    for key, sign in _PARTS:
        amount = cells[key]
        if sign < 0 and key != "cost" and amount is not None and not amount:
            continue
        shown = "–" if amount is None else spoken(sign * amount if sign else amount)
        tone = Tone.BAD if key == "left" and amount is not None and amount < 0 else None
        note = _("As in the last {days} days").format(days=PARCELS) if key == "parcel" else ""
        parts.add(_(PRICES.column(key).title), shown, note=note, strong=sign == 0, tones=(tone,))
    place = panel.section(_("What the price comes to"))
    place.addWidget(parts)
    if one.offer.price is not None and one.offer.costs.fee(one.offer.price) is None:
        told = _("Nobody knows what this channel takes: enter its fees in settlement.")
        place.addWidget(Words(told, "small", "warn", wrap=True))
    facts = [
        (_(PRICES.column(key).title), _cell(key, cells[key])) for key in ("share", "market", "gap", "low_7", "low_30")
    ]
    panel.facts("", [(title, text) for title, text in facts if text != "–"])


def _cell(key: str, value: Any) -> str:
    return share_of(value, sign=key == "gap") if key in ("share", "gap") else spoken(value)


def _show_margins(panel: SideDetail, one: Priced) -> None:
    table = Ruled(2)
    table.head(_("Margin"), _("Price"), _("Change"))
    for percent, price, change in margin_table(one):
        title = _("Break-even") if percent == 0 else f"{percent} %"
        table.add(title, spoken(price), share_of(change, sign=True))
    panel.section(_("The price for a margin")).addWidget(table)


def _show_curve(panel: SideDetail, one: Priced, unit: str) -> None:
    points: Sequence[tuple[int, int]] = what_if(one)
    if not points:
        return
    labels = [spoken(price) for price, _left in points]
    lefts = [Decimal(left) / 10_000 for _price, left in points]
    title = _("Margin of one at other prices")
    chart = LineChart(title, unit, labels, [("", lefts)])
    chart.setFixedHeight(theme.scaled(CHART_HEIGHT))
    place = panel.section(title)
    place.addWidget(chart)
    table = Ruled(2)
    table.head(_("Price"), _("Margin of one"), _("Margin"))
    for price, left in points:
        tone = Tone.BAD if left < 0 else None
        table.add(
            spoken(price), spoken(left), share_of(Decimal(left) / price), strong=price == one.offer.price,
            tones=(tone, tone),
        )  # fmt: skip
    place.addWidget(table)


def show_elasticity(place: QVBoxLayout, found: Elasticity) -> None:
    """How much buyers mind its price, or why nobody can say, in a section of the panel."""
    if found.few:
        place.addWidget(Words(_(found.few), wrap=True))
    if found.slope is None or found.low is None or found.high is None:
        return
    if not found.few:
        change = f"{(1.1**found.slope - 1) * 100:+.0f}".replace("-", "−")
        place.addWidget(Words(_("10 % dearer: {change} % pieces").format(change=change), "strong", wrap=True))
    of = _("Elasticity {slope}, between {low} and {high} with 95 % certainty")
    numbers = {key: f"{getattr(found, key):.2f}".replace("-", "−") for key in ("slope", "low", "high")}
    place.addWidget(Words(of.format(**numbers), "small", "muted", wrap=True))
    on = _("{days} days in stock, {levels} prices, own orders of this channel")
    place.addWidget(Words(on.format(days=found.days, levels=found.levels), "small", "muted", wrap=True))
