"""The columns of certificate, replay and result, on screen, on paper and in Excel; and findings in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.promotions.preflight import Certificate, Finding, Point, Verdict
from shopdesk.text import N_, _

POINTS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Point.OVERLAPS: State(N_("Overlaps")),
        Point.STACK: State(N_("Worst stack")),
        Point.MARGIN: State(N_("Margin per SKU")),
        Point.LOWEST_7: State(N_("Lowest price of 7 days")),
        Point.LOWEST_30: State(N_("Lowest price of 30 days")),
        Point.STOCK: State(N_("Stock to the last day")),
        Point.CHANNELS: State(N_("Prices of other channels")),
        Point.DAYS: State(N_("Days in words")),
    }
)
VERDICTS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Verdict.PASS: State(N_("Pass"), Tone.GOOD),
        Verdict.FAIL: State(N_("Fail"), Tone.BAD),
        Verdict.UNKNOWN: State(N_("Cannot be said"), Tone.WARN),
    }
)

CERTIFICATE: Final = Sheet(
    name="preflight",
    title=N_("Pre-flight"),
    key="point",
    help=N_("Whether a promotion may start: point by point, with what says so."),
    columns=(
        Column("point", N_("Point"), Kind.STATE, width=24, states=POINTS),
        Column("verdict", N_("Verdict"), Kind.STATE, width=14, states=VERDICTS),
        Column("subject", N_("About"), Kind.TEXT, width=26),
        Column("words", N_("What was found"), Kind.LONG_TEXT, width=70),
    ),
)


def finding_words(finding: Finding) -> str:
    """What was found, as a sentence."""
    return _(finding.said).format(**finding.values)


def certificate_rows(certificate: Certificate) -> list[tuple[str, str, str, str]]:
    """Every finding as a row of CERTIFICATE."""
    return [
        (one.point.value, one.verdict.value, one.subject, finding_words(one)) for one in certificate.findings
    ]  # fmt: skip
