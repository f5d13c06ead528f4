"""Who the demo shop's customers are: some with a phone and an address, some here twice, one to be careful with."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.shop.service.customers.actions import add_points, earn_points, tell_consent, warn_of
from shopdesk.shop.service.customers.duplicates import fetch_known
from shopdesk.shop.service.customers.loyalty import set_loyalty
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.customers.rules import Level, LevelBy, Loyalty, Means
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tables import Consent, CustomerContact
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

KNOWN: Final = 240
"""So many of the latest customers have told who they are."""
TWINS: Final = 4
"""So many of them are here a second time, on another channel."""
HOUSES: Final = (
    "浙江省杭州市西湖区文三路 90 号 3 幢", "上海市徐汇区漕溪北路 18 号", "广东省深圳市南山区科技园路 6 号",
    "四川省成都市武侯区人民南路 27 号", "江苏省苏州市姑苏区平江路 112 号", "北京市朝阳区建国路 88 号 2 单元",
)  # fmt: skip
RULES: Final = Loyalty(
    LevelBy.SPEND,
    (Level(N_("Silver"), Decimal(300)), Level(N_("Gold"), Decimal(800)), Level(N_("Black tea club"), Decimal(2000))),
    Decimal(10),
    1,
)
_KEYS: Final = [column.key for column in CUSTOMER_ROWS.sheet.columns]


@action("customer.edit", N_("Who the customers are"))
def introduce(tx: Tx, seed: int) -> None:
    """Contacts, levels, points, consents, and a buyer who sends empty boxes back."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    latest = [
        (customer_id, dict(zip(_KEYS, values, strict=True)))
        for customer_id, values in fetch_first(tx, CUSTOMER_ROWS, Query(), 3 * KNOWN)
    ]
    chosen = latest[:KNOWN]
    names = {one.customer_id: one.names[0] for one in fetch_known(tx) if one.names}
    contacts = [_contact(chance, place, one, names.get(one)) for place, (one, _row) in enumerate(chosen)]
    contacts += _twins(contacts, chosen, latest[KNOWN:])
    tx.insert_many(CustomerContact, ("customer_id", "name", "phone", "email", "address", "country"), contacts)
    set_loyalty(tx, Loyalty(RULES.by, tuple(Level(_(one.name), one.threshold) for one in RULES.levels), RULES.per, 1))
    earn_points(tx)
    _allow(tx, chance, [customer_id for customer_id, _row in chosen])
    add_points(tx, chosen[0][0], 50, _("Birthday"))
    warn_of(tx, chosen[7][0], _("Sent two empty boxes back; ask for photos before a refund."))


def _contact(chance: random.Random, place: int, customer_id: int, name: str | None) -> tuple[Any, ...]:
    phone, room = f"13{chance.randrange(10**9):09d}", f"{HOUSES[place % len(HOUSES)]} {101 + place} 室"
    return customer_id, name, phone, f"buyer{customer_id}@example.com", room, "CN"


def _twins(contacts: list[tuple[Any, ...]], chosen: Any, others: Any) -> list[tuple[Any, ...]]:
    """Customers of another channel who are some of those again: by phone, or by name and nearly the address."""
    made, used = list[tuple[Any, ...]](), set[int]()
    for place in range(TWINS):
        channel = chosen[place][1]["channel"]
        found = next((one for one, row in others if row["channel"] != channel and one not in used), None)
        if found is not None:
            used.add(found)
            _id, name, phone, _email, address, country = contacts[place]
            told = (name, phone, None, None) if place % 2 else (name, None, None, address.replace("路", "路 ", 1))
            made.append((found, *told, country))
    return made


def _allow(tx: Tx, chance: random.Random, customers: list[int]) -> None:
    """Most allowed messages when they ordered; some refused since."""
    asked = tx.now - timedelta(days=90)
    rows = [
        (
            customer_id,
            Means.SMS.value,
            int(chance.random() < 0.8),
            int(asked.timestamp()),
            _("Ticked on the order form"),
        )
        for customer_id in customers
    ]
    tx.insert_many(Consent, ("customer_id", "means", "is_given", "told_at", "evidence"), rows)
    for customer_id in customers[3:30:9]:
        tell_consent(tx, customer_id, Means.PHONE, False, _("Said so when we called"))
