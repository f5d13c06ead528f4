"""The columns of certificate, replay and result, on screen, on paper and in Excel; and findings in words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.promotions.outcome.replay import Outcome
from shopdesk.shop.promotions.outcome.result import AWAY, MOST_SKUS, Result
from shopdesk.shop.promotions.outcome.uplift import ENOUGH, Uplift
from shopdesk.shop.promotions.preflight.certificate import Certificate, Finding, Point, Verdict
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
        Point.LAW: State(N_("Advertising law")),
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
        Column("subject", N_("Concerns"), Kind.TEXT, width=26),
        Column("words", N_("Result of the check"), Kind.LONG_TEXT, width=70),
    ),
)

REPLAY: Final = Sheet(
    name="replay",
    title=N_("Replay"),
    key="tiers",
    help=N_("What a promotion alone would have come to on past sales at the prices before any discount."),
    columns=(
        Column("tiers", N_("Tiers"), Kind.TEXT, width=24),
        Column("baskets", N_("Baskets"), Kind.INTEGER),
        Column("qualified", N_("Would have had it"), Kind.INTEGER),
        Column("sales", N_("Sales of these"), Kind.MONEY, help=N_("Before any discount.")),
        Column("discount", N_("Discount"), Kind.MONEY),
        Column("by_shop", N_("Borne by the shop"), Kind.MONEY),
        Column("by_platform", N_("Borne by the platform"), Kind.MONEY),
        Column("by_partner", N_("Borne by the partner"), Kind.MONEY),
        Column("gifts", N_("Cost of gifts"), Kind.MONEY),
        Column(
            "margin_before",
            N_("Margin without it"),
            Kind.MONEY,
            help=N_("Sales less cost of goods, of baskets whose cost is known."),
        ),
        Column("margin_after", N_("Margin with it"), Kind.MONEY),
        Column("unknown_cost", N_("Cost unknown"), Kind.INTEGER, help=N_("Baskets that the margins leave out.")),
        Column(
            "near_10",
            N_("Up to 10 % below"),
            Kind.INTEGER,
            help=N_("Baskets that lay so little below the lowest threshold."),
        ),
        Column("near_20", N_("Up to 20 % below"), Kind.INTEGER),
        Column("depth", N_("Depth"), Kind.PERCENT, help=N_("What the shop itself gives, as a share of these sales.")),
        Column(
            "uplift",
            N_("Break-even uplift"),
            Kind.PERCENT,
            help=N_("So much more must be sold until it costs nothing: depth ÷ (margin − depth); blank: never."),
        ),
    ),
)

RESULT: Final = Sheet(
    name="promotion_result",
    title=N_("Result"),
    key="day",
    help=N_("A promotion day by day: its goods as they were sold, and its discounts against the budget."),
    columns=(
        Column("day", N_("Day"), Kind.DATE),
        Column("orders", N_("Orders"), Kind.INTEGER, total=True),
        Column("units", N_("Pieces"), Kind.QUANTITY, total=True),
        Column("revenue", N_("Revenue"), Kind.MONEY, total=True),
        Column("discount", N_("Discount"), Kind.MONEY, total=True),
        Column("margin", N_("Margin after cost"), Kind.MONEY, total=True, help=N_("Of goods whose cost is known.")),
        Column("spent", N_("Taken off so far"), Kind.MONEY, help=N_("By this promotion.")),
        Column("planned", N_("Budget so far"), Kind.MONEY, help=N_("The budget in even parts a day.")),
    ),
)


def result_rows(result: Result) -> list[tuple[object, ...]]:
    """Days as rows of RESULT."""
    return [tuple(getattr(day, column.key) for column in RESULT.columns) for day in result.days]


def uplift_words(uplift: Uplift, what: str) -> str:
    """What was sold beyond the usual, with its interval; `what` is a name of the figure that was translated."""
    if uplift.extra is None:
        return _("{what}: few data: fewer than {weeks} of each weekday before.").format(what=what, weeks=ENOUGH)
    said = _("{what}: {actual}, usually {usual}; {extra} ± {margin} (95 %)").format(
        what=what, actual=f"{uplift.actual:,.2f}", usual=f"{uplift.usual:,.2f}", extra=f"{uplift.extra:+,.2f}",
        margin=f"{uplift.margin:,.2f}",
    )  # fmt: skip
    return said if uplift.is_sure else _("{said}; this may be chance").format(said=said)


def result_lines(result: Result) -> list[str]:
    """What a promotion was worth, a sentence a line."""
    lines = [uplift_words(result.units, _("Pieces")), uplift_words(result.revenue, _("Revenue"))]
    if result.after is not None:
        lines.append(uplift_words(result.after, _("Pieces of the {days} days after").format(days=result.after_days)))
    beside = (N_("Sold less beside it: {skus}"), result.cannibalised), (N_("Sold more with it: {skus}"), result.halo)
    for title, skus in beside:
        if skus:
            told = ", ".join(f"{one.code} {one.change:+,.2f}" for one in skus)
            lines.append(_(title).format(skus=_("{told} a day").format(told=told)))
    if result.ran_out:
        told = ", ".join(f"{one.code} {one.day}" for one in result.ran_out[:MOST_SKUS])
        more = len(result.ran_out) - MOST_SKUS
        told += "; " + _("and {count} more").format(count=more) if more > 0 else ""
        lines.append(_("Ran out while it ran: {skus}").format(skus=told))
    lines.append(_("Buyers: {new} new, {known} known").format(new=result.new_buyers, known=result.known_buyers))
    if result.won_back:
        back = _("Won back: {count}, who had bought nothing for {days} days")
        lines.append(back.format(count=result.won_back, days=AWAY))
    if result.coupon_uses:
        used = _("Codes: used {count} times, {amount} off")
        lines.append(used.format(count=result.coupon_uses, amount=f"{result.coupon_amount:,.2f}"))
    lines += _borne_lines(result)
    if result.roi is not None:
        lines.append(_("Return on what it cost: {share}").format(share=f"{result.roi:+.0%}"))
    predicted = _("Predicted {figure}: {said}, actual {actual}")
    for key, name in (("units", N_("Pieces")), ("revenue", N_("Revenue")), ("margin", N_("Margin after cost"))):
        said = result.predicted[key]
        if said is not None:
            actual = f"{result.total(key):,.2f}"
            lines.append(predicted.format(figure=_(name), said=f"{said:,.2f}", actual=actual))
    return lines


def _borne_lines(result: Result) -> list[str]:
    """Who bears what of its discounts, and what its publicity cost."""
    lines = []
    if result.taken_off:
        lines.append(_("Taken off by it: {amount}").format(amount=f"{result.taken_off:,.2f}"))
    if result.by_platform or result.by_partner:
        said = _("Borne by the shop {shop}, by the platform {platform}, by {partner} {part}")
        shop = result.taken_off - result.by_platform - result.by_partner
        told = {"shop": shop, "platform": result.by_platform, "part": result.by_partner}
        amounts = {name: f"{amount:,.2f}" for name, amount in told.items()}
        lines.append(said.format(partner=result.partner or _("the partner"), **amounts))
    if result.publicity:
        lines.append(_("Publicity cost: {amount}").format(amount=f"{result.publicity:,.2f}"))
    return lines


def replay_rows(outcomes: Sequence[Outcome]) -> list[tuple[object, ...]]:
    """Variants as rows of REPLAY, the plan first."""
    keys = [column.key for column in REPLAY.columns[1:]]
    return [(one.tiers or _("As planned"), *(getattr(one, key) for key in keys)) for one in outcomes]


def finding_words(finding: Finding) -> str:
    """What was found, as a sentence."""
    return _(finding.said).format(**finding.values)


def certificate_rows(certificate: Certificate) -> list[tuple[str, str, str, str]]:
    """Every finding as a row of CERTIFICATE."""
    return [
        (one.point.value, one.verdict.value, one.subject, finding_words(one)) for one in certificate.findings
    ]  # fmt: skip


def lesson_lines(certificate: Certificate) -> list[str]:
    """What was learnt by earlier promotions like it, a sentence each."""
    said = _("Learnt by {title}, {day}: {words}")
    return [said.format(title=one.title, day=one.starts_on, words=one.words) for one in certificate.lessons]
