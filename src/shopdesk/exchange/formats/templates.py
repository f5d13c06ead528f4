"""ShopDesk's own templates: the header is the sheet's titles, in any of its languages, or its keys."""

from dataclasses import replace
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format
from shopdesk.exchange.kinds import KINDS, SheetKind
from shopdesk.shop.buying.sheets import PRICES, SCORES
from shopdesk.shop.fulfilment.sheets import WAYBILLS
from shopdesk.shop.listings.prices.competitor_sheets import COMPETITORS
from shopdesk.shop.listings.titles.keyword_sheets import KEYWORDS
from shopdesk.shop.listings.worked_sheets import CANDIDATES
from shopdesk.shop.orders.sheets import REFUNDS
from shopdesk.shop.service.care.sheets import CARE_LOG
from shopdesk.shop.service.ratings.sheets import REVIEWS
from shopdesk.shop.spending.sheets import SIDES
from shopdesk.shop.spoken import spellings
from shopdesk.shop.today.target_sheets import TARGETS
from shopdesk.text import N_


def _template(kind: SheetKind) -> Format:
    sheet = kind.sheet
    return Format(
        code=f"template-{sheet.name}",
        title=kind.template,
        kind=sheet.name,
        grain=kind.grain,
        grade="A",
        source=N_("ShopDesk's own"),
        signature=tuple(
            tuple(name for key in group.split("|") for name in (sheet.column(key).title, key)) for group in kind.telling
        ),
        fields=MappingProxyType({column.key: (column.title, column.key) for column in sheet.columns}),
        decimal_comma=False,
        whole=True,
    )


# The list that goes out to a carrier comes back as this, with what the carrier asked for still in it.
_WAYBILLS = replace(
    _template(KINDS["waybills"]),
    known=tuple(name for column in WAYBILLS.columns for name in spellings(column.title)),
    needs=("waybill",),
)
SHOWN = {
    "candidates": CANDIDATES, "care": CARE_LOG, "competitors": COMPETITORS, "keywords": KEYWORDS,
    "refunds": REFUNDS, "reviews": REVIEWS, "side_costs": SIDES, "supplier_prices": PRICES, "suppliers": SCORES,
    "targets": TARGETS,
}  # fmt: skip
"""Lists that go out to be worked on and come back with what they show beside."""


def _own(name: str, kind: SheetKind) -> Format:
    if name == "waybills":
        return _WAYBILLS
    shown = SHOWN[name].columns if name in SHOWN else ()
    return replace(_template(kind), known=tuple(said for column in shown for said in spellings(column.title)))


FORMATS = tuple(_own(name, kind) for name, kind in KINDS.items())
