"""The columns of customers in service: their list, who may be one person, and who opened what is masked."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE, OWN
from shopdesk.shop.service.customers.duplicate_rules import Why
from shopdesk.shop.service.customers.rules import Answer, LevelBy, Means
from shopdesk.text import N_

MEANS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Means.PHONE: State(N_("Phone call")),
        Means.SMS: State(N_("Text message")),
        Means.EMAIL: State(N_("E-mail")),
        Means.CHAT: State(N_("Chat")),
        Means.POST: State(N_("Letter")),
    }
)
LEVEL_BY: Final[Mapping[str, State]] = MappingProxyType(
    {LevelBy.SPEND: State(N_("Spent in 12 months")), LevelBy.POINTS: State(N_("Points"))}
)
WHY: Final[Mapping[str, State]] = MappingProxyType(
    {
        Why.PHONE: State(N_("Same phone"), Tone.GOOD),
        Why.EMAIL: State(N_("Same e-mail"), Tone.GOOD),
        Why.HANDLE: State(N_("Same account name"), Tone.INFO),
        Why.ADDRESS: State(N_("Same address"), Tone.INFO),
        Why.ALIKE: State(N_("Name and address alike"), Tone.WARN),
    }
)
PLACES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "card": State(N_("Customer card")),
        "order": State(N_("Order")),
        "case": State(N_("Case")),
        "review": State(N_("Review")),
        "export": State(N_("Export")),
    }
)
"""Where personal data was opened."""

ANSWERS: Final[Mapping[str, State]] = MappingProxyType(
    {Answer.ALLOWED: State(N_("Allowed"), Tone.GOOD), Answer.REFUSED: State(N_("Refused"), Tone.BAD)}
)

CUSTOMERS: Final = Sheet(
    name="customer_list",
    title=N_("Customers"),
    key="customer_no",
    help=N_("Who bought, with what the shop says of them. Names and numbers are masked on screen and, unless a person says otherwise, in an export; what is typed there comes back."),
    columns=(
        *(CUSTOMER_FILE.column(key) for key in ("channel", "customer_no", "name")),
        *(replace(CUSTOMER_FILE.column(key), editable=True) for key in OWN),
        Column("warned_of", N_("Be careful"), Kind.TEXT, width=14, help=N_("Why the shop is careful with them, as a person said on their card.")),
        Column("orders", N_("Orders"), Kind.INTEGER, width=9, total=True, help=N_("Sales that count: paid, and not cancelled.")),
        Column("sold", N_("Total"), Kind.MONEY, total=True, help=N_("What they paid for them, less what was given back.")),
        Column("last_order", N_("Last order"), Kind.TIME, help=N_("When the last of them was placed.")),
        Column("points", N_("Points"), Kind.INTEGER, width=8, total=True, help=N_("What they gained less what they used.")),
        Column("level", N_("Member level"), Kind.TEXT, width=10, help=N_("What they have reached today, by the levels that the shop has set.")),
        Column("import_id", N_("Import"), Kind.INTEGER, width=8, shown=False, help=N_("The import that brought it.")),
    ),
)  # fmt: skip
"""The list of customers, on screen and in Excel."""

_CHANNEL: Final = CUSTOMER_FILE.column("channel")
_NUMBER: Final = CUSTOMER_FILE.column("customer_no")
_NAME: Final = CUSTOMER_FILE.column("name")
_WHOSE: Final = replace(_NUMBER, required=True, help=N_("The channel's number or name of the customer."))
POINT_FILE: Final = Sheet(
    "points",
    N_("Points of customers"),
    (
        _CHANNEL,
        _WHOSE,
        Column("moved_on", N_("Day"), Kind.DATE, required=True, example="2026-01-15", words=("日期", "变动日期", "时间", "積分日期", "date", "day", "points date")),
        Column("points", N_("Points"), Kind.INTEGER, required=True, example="50", help=N_("Below zero: they used some."), words=("积分", "变动积分", "积分变动", "點數", "points", "points change")),
        Column("reason", N_("What for"), Kind.TEXT, required=True, example=N_("Birthday"), words=("积分原因", "变动原因", "事由", "點數原因", "points reason", "what for")),
    ),
    key="customer_no",
    help=N_("Points that customers gained or used elsewhere: each row once, and none twice."),
)  # fmt: skip
CONSENT_FILE: Final = Sheet(
    "consents",
    N_("Consents of customers"),
    (
        _CHANNEL,
        _WHOSE,
        Column("means", N_("Way to reach them"), Kind.STATE, required=True, states=MEANS, example="sms", words=("联系方式类型", "触达方式", "聯絡管道", "means of contact", "consent channel")),
        Column("answer", N_("What they said"), Kind.STATE, required=True, states=ANSWERS, example="allowed", words=("是否同意", "授权", "同意", "授權", "consent", "opt-in", "opted in")),
        Column("told_at", N_("When"), Kind.TIME, required=True, example="2026-01-15 10:30", words=("同意时间", "授权时间", "同意時間", "consent date", "opt-in date", "consented at")),
        Column("evidence", N_("How the shop knows"), Kind.TEXT, example=N_("Ticked on the order form"), words=("凭证", "来源", "憑證", "evidence", "consent source")),
    ),
    key="customer_no",
    help=N_("What customers allowed or refused, by way of contact; of several rows the latest stands."),
)  # fmt: skip
DUPLICATES: Final = Sheet(
    "duplicates",
    N_("Duplicates"),
    (
        Column("why", N_("Why"), Kind.STATE, width=20, states=WHY),
        Column("likeness", N_("Likeness"), Kind.PERCENT, width=9, help=N_("How much is alike; a phone or an e-mail is either the same or not.")),
        Column("name", N_("Name"), Kind.TEXT, width=14),
        Column("customer_no", _NUMBER.title, Kind.ID, width=14),
        Column("channel", _CHANNEL.title, Kind.TEXT, width=10),
        Column("orders", N_("Orders"), Kind.INTEGER, width=8),
        Column("other_name", N_("Other name"), Kind.TEXT, width=14),
        Column("other_no", N_("Other customer no."), Kind.ID, width=14),
        Column("other_channel", N_("Other channel"), Kind.TEXT, width=10),
        Column("other_orders", N_("Other's orders"), Kind.INTEGER, width=8),
    ),
    key="customer_no",
    help=N_("Pairs of customers who may be one person, the surest first; names and numbers are masked."),
)  # fmt: skip
LOOKS: Final = Sheet(
    "contact_looks",
    N_("Opened personal data"),
    (
        Column("looked_at", N_("When"), Kind.TIME, width=14),
        Column("person", N_("Who"), Kind.TEXT, width=14),
        Column("place", N_("Where"), Kind.STATE, width=14, states=PLACES),
        Column("customer_no", _NUMBER.title, Kind.ID, width=16, personal=True),
        Column("name", _NAME.title, Kind.TEXT, width=14, personal=True),
        Column("channel", _CHANNEL.title, Kind.TEXT, width=10),
    ),
    key="looked_at",
    help=N_("Who opened what is masked, when and where; nothing takes a line out."),
)  # fmt: skip
