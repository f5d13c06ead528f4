"""The columns of care on screen and in Excel: who is to be contacted, who was, and the file for sending."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.service.care.rules import CareResult, CareRule
from shopdesk.shop.service.customers.sheets import MEANS
from shopdesk.text import N_

CARE_RULES: Final[Mapping[str, State]] = MappingProxyType(
    {
        CareRule.SILENT: State(N_("Dear and silent"), Tone.BAD),
        CareRule.FIRST_ORDER: State(N_("First order"), Tone.INFO),
        CareRule.WIN_BACK: State(N_("Win back"), Tone.WARN),
    }
)
CARE_RESULTS: Final[Mapping[str, State]] = MappingProxyType(
    {
        CareResult.REACHED: State(N_("Reached"), Tone.GOOD),
        CareResult.NOT_REACHED: State(N_("Not reached")),
        CareResult.INTERESTED: State(N_("Interested"), Tone.GOOD),
        CareResult.AGAIN: State(N_("Again later"), Tone.INFO),
        CareResult.REFUSED: State(N_("Wants no more"), Tone.BAD),
    }
)
CONSENTS: Final[Mapping[str, State]] = MappingProxyType(
    {"given": State(N_("Allowed"), Tone.GOOD), "unknown": State(N_("Unknown"), Tone.WARN)}
)

_CHANNEL: Final = Column("channel", N_("Channel"), Kind.TEXT, width=10, words=("渠道", "平台", "店铺", "channel", "shop", "platform"), example=N_("Direct sales"))
_NUMBER: Final = Column("customer_no", N_("Customer no."), Kind.ID, width=16, words=("会员号", "客户编号", "会员名", "买家账号", "买家昵称", "customer id", "customer no", "buyer id", "member"), required=True, personal=True, example="K-0012")
_RULE: Final = Column("rule", N_("Why"), Kind.STATE, width=14, states=CARE_RULES, words=("规则", "名单", "关怀类型", "rule", "segment", "list"), example=CareRule.WIN_BACK.value)
_MEANS: Final = Column("means", N_("Means"), Kind.STATE, width=12, states=MEANS, words=("方式", "联系方式", "触达方式", "channel type", "means", "medium"), required=True, example="sms")
_ON: Final = Column("contacted_on", N_("Contacted on"), Kind.DATE, width=11, words=("联系日期", "触达日期", "发送时间", "发送日期", "contacted", "sent at", "contact date", "sent"), example="2026-03-01")
_RESULT: Final = Column("result", N_("Result"), Kind.STATE, width=16, states=CARE_RESULTS, words=("结果", "联系结果", "触达结果", "发送状态", "result", "outcome", "status"), example=CareResult.REACHED.value)
_NOTE: Final = Column("note", N_("Note"), Kind.LONG_TEXT, width=26, words=("备注", "說明", "note", "comment"))
_AGAIN: Final = Column("again_on", N_("Again on"), Kind.DATE, width=11, words=("再次联系", "下次联系", "again", "follow up", "next contact"))
_NAME: Final = Column("name", N_("Name"), Kind.TEXT, width=12, personal=True)

CARE: Final = Sheet(
    "care_due",
    N_("Care"),
    (
        _RULE,
        Column("name", N_("Name"), Kind.TEXT, width=12, help=N_("Masked here; the customer card opens it.")),
        Column("customer_no", _NUMBER.title, Kind.ID, width=16, personal=True),
        Column("channel", _CHANNEL.title, Kind.TEXT, width=10),
        Column("consent", N_("Consent"), Kind.STATE, width=10, states=CONSENTS, help=N_("For the means that is chosen. Who refused it is not listed.")),
        Column("due_on", N_("Due since"), Kind.DATE, width=11),
        Column("last_on", N_("Last order"), Kind.DATE, width=11),
        Column("ago", N_("Days ago"), Kind.INTEGER, width=8),
        Column("gap", N_("Usual gap"), Kind.INTEGER, width=8, help=N_("Usual days between two orders: the customer's own from three days of buying on, else the shop's.")),
        Column("own", N_("Own rhythm"), Kind.BOOL, width=8, shown=False),
        Column("orders", N_("Orders"), Kind.INTEGER, width=7),
        Column("value", N_("Brought in"), Kind.MONEY, width=11, total=True, help=N_("Of all sales, less what was given back.")),
        Column("contacted_on", N_("Contacted on"), Kind.DATE, width=11),
        Column("result", N_("Result"), Kind.STATE, width=16, states=CARE_RESULTS),
        Column("again_on", N_("Again on"), Kind.DATE, width=11, shown=False),
    ),
    key="customer_no",
    help=N_("Whom to contact today and why. Left out: who refused the means, who was contacted lately, and whom the shop is careful with."),
)  # fmt: skip
CARE_LOG: Final = Sheet(
    "care_contacts",
    N_("Contacts"),
    (
        Column("contacted_on", _ON.title, Kind.DATE, width=11),
        _NAME,
        Column("customer_no", _NUMBER.title, Kind.ID, width=16, personal=True),
        Column("channel", _CHANNEL.title, Kind.TEXT, width=10),
        Column("rule", _RULE.title, Kind.STATE, width=14, states=CARE_RULES),
        Column("means", _MEANS.title, Kind.STATE, width=12, states=MEANS),
        Column("result", _RESULT.title, Kind.STATE, width=16, states=CARE_RESULTS),
        Column("again_on", _AGAIN.title, Kind.DATE, width=11),
        Column("bought_on", N_("Bought after it"), Kind.DATE, width=11, help=N_("The day of the first sale on that day or later.")),
        Column("person", N_("Person"), Kind.TEXT, width=10),
        Column("note", _NOTE.title, Kind.LONG_TEXT, width=26),
        Column("import_id", N_("Import"), Kind.INTEGER, shown=False, help=N_("The import that brought it.")),
    ),
    key="customer_no",
    help=N_("Every contact with what came of it."),
)  # fmt: skip
CARE_FILE: Final = Sheet(
    "care",
    N_("Contacts"),
    (
        _CHANNEL, _NUMBER, _NAME,
        Column("address", N_("Phone, e-mail or address"), Kind.TEXT, width=20, personal=True),
        _RULE, _MEANS, _ON, _RESULT, _AGAIN, _NOTE,
    ),
    key="customer_no",
    help=N_("Whom to contact, and what it came to: one row a customer, day and means. It goes out for sending and comes back filled in; rows without a result change nothing."),
)  # fmt: skip
"""The fields of a file of contacts: what goes out for sending, import and template."""
