"""The columns of targets: on screen with how far they are met, and in a file."""

from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.today.metrics import METRICS
from shopdesk.text import N_

FIGURES: Final = MappingProxyType({one.key: State(one.title) for one in METRICS.values()})
MET: Final = MappingProxyType(
    {
        "met": State(N_("Met"), Tone.GOOD),
        "ahead": State(N_("On track"), Tone.GOOD),
        "behind": State(N_("Behind"), Tone.WARN),
        "missed": State(N_("Missed"), Tone.BAD),
        "unknown": State(N_("Not known")),
    }
)
_MONTH: Final = Column(
    "month", N_("Month"), Kind.TEXT, width=10, required=True, example="2026-11",
    help=N_("Year and month, as 2026-11."), words=("月份", "年月"),
)  # fmt: skip
_FIGURE: Final = Column(
    "metric", N_("Indicator"), Kind.STATE, width=18, required=True, states=FIGURES, example="revenue",
    help=N_("One of the figures of Today."), words=("指标", "指標", "metric", "kpi"),
)  # fmt: skip
_CHANNEL: Final = Column(
    "channel", N_("Channel"), Kind.TEXT, width=14, words=("渠道", "店铺", "平台", "通路"),
    help=N_("Blank: the whole shop."),
)  # fmt: skip
_AMOUNT: Final = Column(
    "amount", N_("Target"), Kind.RATE, width=14, required=True, example="100000", words=("目标", "目標", "target", "goal"),
    help=N_("Money and counts as they are, a share as 0.035."),
)  # fmt: skip

TARGETS: Final = Sheet(
    name="target_list",
    title=N_("Targets"),
    key="month",
    help=N_("What figures are to come to, month by month, and how far they have come."),
    columns=(
        _MONTH,
        _FIGURE,
        _CHANNEL,
        _AMOUNT,
        Column("value", N_("Comes to"), Kind.RATE, width=14),
        Column("share", N_("Of the target"), Kind.PERCENT, width=12),
        Column(
            "pace", N_("To be had by now"), Kind.RATE, width=14,
            help=N_("What adds up over a month, by the days that are over; shares and averages: the target itself."),
        ),
        Column("state", N_("State"), Kind.STATE, width=12, states=MET),
    ),
)  # fmt: skip
"""Targets on screen and in Excel."""

TARGET_FILE: Final = Sheet(
    name="targets",
    title=N_("Targets"),
    key="month",
    help=N_("One row a month and figure; a target that is known is set to what its row says."),
    columns=(_MONTH, _FIGURE, _CHANNEL, _AMOUNT),
)
"""The fields of a file of targets."""
