"""The check of competitors: who is much cheaper, and who lowers again and again."""

from decimal import Decimal
from typing import Final

from shopdesk.shop.listings.competitors import GAP, WAR, Rival, fetch_competitors
from shopdesk.shop.today.looking import Check, Evidence, Found, Limit, Limits, Said, judged, place
from shopdesk.store.tx import Tx
from shopdesk.text import N_


def competitors(tx: Tx, limits: Limits) -> Found | None:
    """Competitors whose price is below ours by more than the limit, or that was cut too often lately."""
    watched = [one for one in fetch_competitors(tx) if one.row.is_watched]
    if not watched:
        return None
    gap, war = limits["gap"] / 100, int(limits["cuts"])
    wars = [_told(one, war) for one in watched if one.alert(gap, war) == "war"]
    cheaper = [_told(one, war) for one in watched if one.alert(gap, war) == "cheaper"]
    said = Said(N_("Competitors to look at: {count}"), {"count": len(wars) + len(cheaper)})
    return judged(wars, cheaper, said, Said(N_("No competitor is much cheaper")))


def _told(one: Rival, war: int) -> Evidence:
    values = {"price": one.price, "own": one.own_price, "cuts": one.cuts}
    message = N_("{price}, ours {own}") if one.cuts < war else N_("{price}, ours {own}; lowered {cuts} times")
    return Evidence(one.row.title, Said(message, values), place("listings", segment="competitors"))


MARKET: Final = (
    Check(
        "competitors", N_("Competitors"), N_("Show competitors"), place("listings", segment="competitors"), competitors,
        (
            Limit("gap", N_("Cheaper than ours by, %"), GAP * 100),
            Limit("cuts", N_("Price cuts in 14 days"), Decimal(WAR)),
        ),
    ),
)  # fmt: skip
