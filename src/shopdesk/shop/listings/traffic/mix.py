"""The traffic mix: where visitors came from, held against the shares that the shop aims at."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import case, func, select

from shopdesk.shop.listings.rules import Source
from shopdesk.shop.listings.traffic.mix_sheets import Verdict
from shopdesk.shop.listings.traffic.spans import Piece, believed
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import AdSpend, Channel, Traffic
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

Aim = tuple[Decimal | None, Decimal | None]
"""The least and the most share that is aimed at; None: no bound."""
Aims = Mapping[Source, Aim]
USUAL: Final[Aims] = MappingProxyType(
    {
        Source.SEARCH: (Decimal("0.7"), None),
        Source.RETURNING: (None, None),
        Source.MEMBERS: (Decimal("0.1"), Decimal("0.2")),
        Source.CAMPAIGNS: (Decimal("0.1"), Decimal("0.2")),
        Source.PAID: (Decimal("0.05"), Decimal("0.1")),
        Source.OTHER: (None, Decimal("0.05")),
    }
)
"""What is aimed at where the shop has said nothing else, in the order in which sources are told."""
FEWEST: Final = 100
"""Of fewer visitors no share is judged."""
SETTING: Final = "traffic_mix"
ADS: Final = N_("Clicks of advertising reports")
_T: Final = Traffic.__table__.c
_A: Final = AdSpend.__table__.c


@dataclass(frozen=True, slots=True)
class Share:
    """A source over the days: its visitors, their share of all sources, and what is aimed at."""

    source: Source
    visitors: int
    share: Decimal
    aim: Aim
    verdict: Verdict
    parts: Sequence[tuple[str, int]]
    """As reports call its parts, with their visitors, the most first."""

    def row(self) -> tuple[Any, ...]:
        """The cells of MIX."""
        parts = "; ".join(f"{spoken_part(name)} {count:,}" for name, count in self.parts)
        return (self.source.value, self.visitors, self.share, *self.aim, self.verdict.value, self.off, parts)

    @property
    def off(self) -> Decimal | None:
        """How far the share lies beyond its aim, below zero where it falls short."""
        bound = {Verdict.UNDER: self.aim[0], Verdict.OVER: self.aim[1]}.get(self.verdict)
        return None if bound is None else self.share - bound


def spoken_part(name: str) -> str:
    """A part of a source as people read it: what the program itself named, in the language spoken now."""
    return _(ADS) if name == ADS else name


def fetch_channels(tx: Tx) -> list[tuple[int, str]]:
    """Id and title of the channels of which a report tells sources."""
    there = select(_T.channel_id).where(_T.source != Source.ALL.value)
    wanted = select(Channel.channel_id, Channel.title).where(Channel.channel_id.in_(there)).order_by(Channel.channel_id)
    return [(row.channel_id, row.title) for row in tx.rows(wanted)]


def fetch_mix(tx: Tx, since: date, until: date, channel_id: int | None = None) -> list[Share]:
    """The sources of a channel, or of the whole shop, over the periods that end within these days.

    Nothing where no report tells of sources. Of reports that tell the same days one is believed; what was paid for and
    no report of traffic tells is what the advertising reports count as clicks.
    """
    visitors, of_source = Counter[str](), dict[str, Source]()
    for channel, told in _told(tx, since, until, channel_id).items():
        of_source |= {name: Source(source) for name, source in told.sources.items()}
        own = Counter[str]()
        for piece in believed(told.pieces, since.toordinal()):
            own.update({name: count or 0 for name, count in piece.counts.items()})
        if own and Source.PAID not in {of_source[name] for name in own}:
            clicks = _clicks(tx, since, until, channel)
            own[ADS], of_source[ADS] = clicks, Source.PAID
        visitors.update(own)
    aims = fetch_aims(tx, channel_id)
    return _shares({name: (of_source[name], count) for name, count in visitors.items()}, aims)


def _shares(told: Mapping[str, tuple[Source, int]], aims: Aims) -> list[Share]:
    whole = sum(count for _source, count in told.values())
    if not whole:
        return []
    made = []
    for source, aim in aims.items():
        parts = sorted(((name, n) for name, (of, n) in told.items() if of is source and n), key=lambda one: -one[1])
        count = sum(n for _name, n in parts)
        share = Decimal(count) / whole
        verdict = Verdict.FEW if whole < FEWEST else judge(share, aim)
        made.append(Share(source, count, share, aim, verdict, parts))
    return made


def judge(share: Decimal, aim: Aim) -> Verdict:
    """How a share stands against its aim; the bounds themselves are kept."""
    least, most = aim
    if least is None and most is None:
        return Verdict.FREE
    if least is not None and share < least:
        return Verdict.UNDER
    return Verdict.OVER if most is not None and share > most else Verdict.KEPT


@dataclass(slots=True)
class _Told:
    """What reports say of the sources of a channel."""

    pieces: Sequence[Piece]
    sources: Mapping[str, str]


def _told(tx: Tx, since: date, until: date, channel_id: int | None) -> dict[int, _Told]:
    """By channel; sources of single listings only where no report tells those of the channel."""
    by_listing = case((_T.target == "", 0), else_=1).label("by_listing")
    wanted = (
        select(
            _T.channel_id, by_listing, _T.report, _T.first_on, _T.last_on, _T.source, _T.source_name,
            func.sum(_T.visitors).label("visitors"),
        )
        .where(_T.source != Source.ALL.value, _T.visitors.is_not(None), _T.last_on.between(since, until))
        .group_by(_T.channel_id, "by_listing", _T.report, _T.first_on, _T.last_on, _T.source, _T.source_name)
    )  # fmt: skip
    if channel_id is not None:
        wanted = wanted.where(_T.channel_id == channel_id)
    rows = defaultdict[tuple[int, int], list[Any]](list)
    for row in tx.rows(wanted):
        rows[row.channel_id, row.by_listing].append(row)
    whole = {channel for channel, level in rows if level == 0}
    return {
        channel: _Told(_pieces(found), {row.source_name: row.source for row in found})
        for (channel, level), found in rows.items()
        if level == 0 or channel not in whole
    }


def _pieces(rows: Sequence[Any]) -> list[Piece]:
    counts = defaultdict[tuple[str, int, int], dict[str, int | None]](dict)
    for row in rows:
        days = row.first_on.toordinal(), row.last_on.toordinal()
        counts[row.report, *days][row.source_name] = int(row.visitors)
    return [
        Piece(report, 0, first, last, told, sum(count or 0 for count in told.values()))
        for (report, first, last), told in counts.items()
    ]


def _clicks(tx: Tx, since: date, until: date, channel_id: int) -> int:
    """Clicks that the advertising reports of a channel count."""
    wanted = select(func.sum(_A.clicks)).where(_A.channel_id == channel_id, _A.spent_on.between(since, until))
    return int(tx.scalar(wanted) or 0)


# -------------------------------------------------------------------------------------------------------- what is aimed


def fetch_aims(tx: Tx, channel_id: int | None = None) -> dict[Source, Aim]:
    """What is aimed at on a channel: its own aims, else those of the shop, else the usual ones."""
    kept = tx.setting(SETTING, dict[str, Any]())
    told = kept.get(_code(tx, channel_id)) or kept.get("") or {}
    read = {Source(name): _aim(*bounds) for name, bounds in told.items()}
    return {source: read.get(source, aim) for source, aim in USUAL.items()}


@action("shop.settings", N_("Aim at a share of traffic"), undoable=True)
def set_aim(tx: Tx, channel_id: int | None, source: Source, aim: Aim) -> None:
    """Aim at this share of a source on a channel, or in the whole shop where a channel has no aims of its own."""
    least, most = aim
    if any(bound is not None and not 0 <= bound <= 1 for bound in aim):
        raise UserError(N_("A share lies between 0 % and 100 %."), code="least" if _is_bad(least) else "most")
    if least is not None and most is not None and most < least:
        raise UserError(N_("The most is less than the least."), code="most")
    aims = fetch_aims(tx, channel_id) | {source: aim}
    if sum(bound for bound, _most in aims.values() if bound is not None) > 1:
        raise UserError(N_("The least shares of all sources come to more than 100 %."), code="least")
    told = {name.value: [None if bound is None else str(bound) for bound in one] for name, one in aims.items()}
    set_setting(tx, SETTING, {**tx.setting(SETTING, dict[str, Any]()), _code(tx, channel_id): told})


@action("shop.settings", N_("Aim at the usual traffic"), undoable=True)
def forget_aims(tx: Tx, channel_id: int | None) -> None:
    """Aim at what is usual; on a channel, at what holds for the shop."""
    kept, code = tx.setting(SETTING, dict[str, Any]()), _code(tx, channel_id)
    set_setting(tx, SETTING, {name: told for name, told in kept.items() if name != code})


def has_own_aims(tx: Tx, channel_id: int | None) -> bool:
    """Whether somebody has said what to aim at on this channel, or in the shop."""
    return _code(tx, channel_id) in tx.setting(SETTING, dict[str, Any]())


def _is_bad(bound: Decimal | None) -> bool:
    return bound is not None and not 0 <= bound <= 1


def _code(tx: Tx, channel_id: int | None) -> str:
    return "" if channel_id is None else str(tx.scalar(select(Channel.code).where(Channel.channel_id == channel_id)))


def _aim(least: str | None, most: str | None) -> Aim:
    return None if least is None else Decimal(least), None if most is None else Decimal(most)
