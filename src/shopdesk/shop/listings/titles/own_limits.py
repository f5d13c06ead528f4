"""How long titles may be where the shop itself says otherwise than the program knows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.listings.titles.limit_sheets import OWN
from shopdesk.shop.listings.titles.limits import CHARACTERS, TitleLimit, limits_on
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Channel
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

OWN_LIMITS: Final = "title_limits"
"""The setting: marketplace → its limit and unit."""
LONGEST: Final = 5_000


def read_limits(tx: Tx, day: date | None = None) -> Mapping[str, TitleLimit]:
    """Marketplace → the limit that holds on a day, today where none is named; the shop's own win."""
    when = day or tx.today
    known = dict(limits_on(when))
    told: Mapping[str, Mapping[str, Any]] = tx.setting(OWN_LIMITS, {})
    for marketplace, one in told.items():
        usual = known.get(marketplace, TitleLimit(marketplace, 0, CHARACTERS, when, "", OWN))
        since = date.fromisoformat(one["since"])
        known[marketplace] = replace(
            usual, most=int(one["most"]), unit=one["unit"], mark=OWN, source="", valid_from=since
        )
    return known


def fetch_limits(tx: Tx) -> list[TitleLimit | str]:
    """What holds today, marketplace by marketplace; of those without a limit that the shop sells on the name alone."""
    known = read_limits(tx)
    sold = {code.partition("-")[0] for code in tx.scalars(select(Channel.code))}
    return [known.get(name, name) for name in sorted(known.keys() | sold)]


@action("shop.settings", N_("Set how long titles may be"), undoable=True)
def set_limit(tx: Tx, marketplace: str, most: int | None, unit: str = CHARACTERS) -> None:
    """Say how long titles may be on a marketplace; None: as the program knows it. Every listing is scored anew."""
    if most is not None and not 0 < most <= LONGEST:
        raise UserError(N_("A title may be 1 to {most} long."), code="most", most=LONGEST)
    told: dict[str, Any] = dict(tx.setting(OWN_LIMITS, {}))
    told.pop(marketplace, None)
    if most is not None:
        told[marketplace] = {"most": most, "unit": unit, "since": f"{tx.today}"}
    tx.say(N_("Set how long titles may be on {marketplace}"), marketplace=marketplace)
    set_setting(tx, OWN_LIMITS, told)
