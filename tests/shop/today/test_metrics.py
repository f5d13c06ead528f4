"""What a figure says of sales whose cost nobody has told yet: nothing, rather than a margin of the rest."""

from decimal import Decimal

from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.today.metrics import METRICS, Facts

D = Decimal


def told(unknown: str) -> dict[str, Decimal | None]:
    facts = Facts(Figures(orders=40, gross_sales=D(100), unknown_sales=D(unknown)))
    return {key: METRICS[key].of(facts) for key in ("revenue", "gross_margin", "gross_profit", "profit")}


def test_most_of_the_cost_has_to_be_known() -> None:
    assert told("51") == {"revenue": D(100), "gross_margin": None, "gross_profit": None, "profit": None}
    found = told("50")
    assert found["gross_margin"] is not None
    assert found["profit"] is not None
