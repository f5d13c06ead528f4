"""The columns of the traffic mix, on screen and in Excel."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.traffic.sheets import SOURCES
from shopdesk.text import N_


class Verdict(StrEnum):
    """How a share stands against its aim."""

    KEPT = "kept"
    OVER = "over"
    UNDER = "under"
    FEW = "few"
    FREE = "free"
    """Nothing is aimed at."""


VERDICTS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Verdict.KEPT: State(N_("Within the aim"), Tone.GOOD),
        Verdict.OVER: State(N_("Above the aim"), Tone.WARN),
        Verdict.UNDER: State(N_("Below the aim"), Tone.BAD),
        Verdict.FEW: State(N_("Few data")),
        Verdict.FREE: State(N_("No aim")),
    }
)
LEAST: Final = Column("least", N_("At least"), Kind.PERCENT, width=9, help=N_("The least share aimed at; blank: none."))
MOST: Final = Column("most", N_("At most"), Kind.PERCENT, width=9, help=N_("The most share aimed at; blank: none."))
MIX: Final = Sheet(
    name="traffic_mix",
    title=N_("Traffic mix"),
    key="source",
    help=N_("Where visitors came from, by the reports of traffic, against the shares that the shop aims at."),
    columns=(
        Column("source", N_("Source"), Kind.STATE, width=20, states=SOURCES),
        Column("visitors", N_("Visitors"), Kind.INTEGER, width=10, total=True, help=N_("A visitor who came by two sources counts in both.")),
        Column("share", N_("Share"), Kind.PERCENT, width=9, help=N_("Of the visitors of all sources.")),
        LEAST,
        MOST,
        Column("verdict", N_("Against the aim"), Kind.STATE, width=16, states=VERDICTS),
        Column("off", N_("Beyond the aim"), Kind.PERCENT, width=11, help=N_("How far the share lies beyond its aim; below zero where it falls short.")),
        Column("parts", N_("As reports call it"), Kind.LONG_TEXT, width=40),
    ),
)  # fmt: skip
