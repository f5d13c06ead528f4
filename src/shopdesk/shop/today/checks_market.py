"""The check of competitors: who is much cheaper or below the own floor, and who lowers again and again."""

from decimal import Decimal
from typing import Final

from shopdesk.shop.listings.prices.competitors import USUAL, Alerts, Rival, fetch_competitors
from shopdesk.shop.today.looking import Check, Evidence, Found, Limit, Limits, Said, judged, place
from shopdesk.store.tx import Tx
from shopdesk.text import N_


def alerts_of(limits: Limits) -> Alerts:
    """The numbers of the check as the list of competitors takes them."""
    return Alerts(limits["gap"] / 100, int(limits["cuts"]), int(limits["days"]))


def competitors(tx: Tx, limits: Limits) -> Found | None:
    """Competitors whose price is below ours by more than the limit or below our floor, or was cut too often lately."""
    watched = [one for one in fetch_competitors(tx, alerts_of(limits)) if one.row.is_watched]
    if not watched:
        return None
    bad = [_told(one) for one in watched if one.alert in ("war", "below")]
    cheaper = [_told(one) for one in watched if one.alert == "cheaper"]
    said = Said(N_("Competitors to look at: {count}"), {"count": len(bad) + len(cheaper)})
    return judged(bad, cheaper, said, Said(N_("No competitor is much cheaper")))


def _told(one: Rival) -> Evidence:
    values = {"price": one.price, "own": one.own_price, "cuts": one.cuts, "floor": one.floor}
    message = {
        "war": N_("{price}, ours {own}; lowered {cuts} times"),
        "below": N_("{price}, ours {own}; below our floor {floor}"),
    }.get(one.alert, N_("{price}, ours {own}"))
    return Evidence(
        one.row.title, Said(message, values), place("listings", segment="competitors", search=one.row.title)
    )


MARKET: Final = (
    Check(
        "competitors", N_("Competitors"), N_("Show competitors"), place("listings", segment="competitors"), competitors,
        (
            Limit("gap", N_("Cheaper than ours by, %"), USUAL.gap * 100),
            Limit("cuts", N_("Price cuts that are a war"), Decimal(USUAL.war), Decimal(1)),
            Limit("days", N_("Days in which cuts are counted"), Decimal(USUAL.days), Decimal(1)),
        ),
    ),
)  # fmt: skip
