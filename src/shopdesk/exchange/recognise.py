"""Known layouts: which of them a sheet has, whole or changed, and what changed in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shopdesk.exchange.bare import bare_plan
from shopdesk.exchange.celltext import word
from shopdesk.exchange.coin_signs import named_money
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Format
from shopdesk.exchange.headers import HeaderRow, clean_header
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.likeness import MONEY
from shopdesk.exchange.plan import Further, Plan, Split
from shopdesk.exchange.propose import look_of, match_columns
from shopdesk.exchange.shapes import fits, is_date, is_number
from shopdesk.shop.columns import Column, Kind, Sheet

NUMBERS = frozenset({Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.INTEGER})
TIMES = frozenset({Kind.TIME, Kind.DATE})


def recognised(rows: Sequence[HeaderRow], kind: str, channel: str) -> Plan | None:
    """The plan of the layout whose telling headers a row has, the fullest first; not certain where one is gone."""
    layouts = [layout for layout in FORMATS.values() if kind in {"", layout.kind}]
    whole = [(row, layout) for row in rows for layout in layouts if _bears(row, layout)]
    if whole:
        row, layout = max(whole, key=lambda pair: (len(_columns(*pair)), -pair[0].number))
        return known_plan(row, layout, channel)
    near = [(row, layout) for row in rows for layout in layouts if _nearly_bears(row, layout)]
    if near:
        row, layout = max(near, key=lambda pair: (len(_columns(*pair)), -pair[0].number))
        return known_plan(row, layout, channel, certain=False)
    return None


def _bears(row: HeaderRow, layout: Format) -> bool:
    return all(row.place(group) is not None for group in layout.signature) and (
        not layout.whole or _share_known(row, layout) >= 0.9
    )


def _nearly_bears(row: HeaderRow, layout: Format) -> bool:
    """One telling header is gone, yet most of what is there is known: the layout changed."""
    if layout.whole:
        return False
    lacking = sum(row.place(group) is None for group in layout.signature)
    return lacking == 1 and len(_columns(row, layout)) >= 5 and _share_known(row, layout) >= 0.6


def _share_known(row: HeaderRow, layout: Format) -> float:
    return 1 - len(_new(row, layout)) / row.filled


def _columns(row: HeaderRow, layout: Format) -> dict[str, int]:
    places = {key: row.place(names) for key, names in layout.fields.items()}
    return {key: place for key, place in places.items() if place is not None}


def _new(row: HeaderRow, layout: Format) -> list[int]:
    read = (
        *layout.fields.values(), *layout.further.values(), *layout.less.values(), tuple(layout.apart),
        tuple(layout.split), tuple(layout.taken), *layout.joined.values(),
        tuple(header for header, _pattern in layout.wording.orders) if layout.wording else (),
    )  # fmt: skip
    names = {
        clean_header(name) for group in (*read, *layout.signature, layout.known, layout.personal) for name in group
    }
    openings = tuple(clean_header(name[:-1]) for name in layout.known if name.endswith("…"))
    known = {place for name, place in row.places.items() if name in names or name.startswith(openings)}
    told = names | {clean_header(row.texts[place]) for place in known}
    return [
        place for place, text in enumerate(row.texts) if text and place not in known and clean_header(text) not in told
    ]


def known_plan(row: HeaderRow, layout: Format, channel: str, certain: bool = True) -> Plan:
    """The plan of a known layout; a missing field that a new column could be makes it a proposal."""
    sheet, columns, new = FILES[layout.kind], _columns(row, layout), _new(row, layout)
    missing = [key for key in layout.fields if key not in columns]
    changed = any(_could_be(sheet.column(key), row, place) for key in missing for place in new)
    renamed = match_columns(row, sheet, [sheet.column(key) for key in missing], new, layout.fields)
    twice = {} if layout.twice else _told_twice(row, sheet, columns)
    columns = {key: place for key, place in columns.items() if key not in twice}
    certain = certain and not renamed and not changed and not twice
    plan = bare_plan(row, sheet, columns | renamed, channel or layout.channel)
    named = {place for name in layout.personal if (place := row.place([name])) is not None}
    return replace(
        plan,
        format=layout.code,
        title=layout.title,
        first_row=_first_row(row, sheet, plan.columns, layout.skip_rows),
        grain=layout.grain,
        states=layout.states or plan.states,
        personal=plan.personal | named,
        footers=layout.footers,
        day_first=layout.day_first,
        decimal_comma=layout.decimal_comma,
        zone=layout.zone,
        partial=layout.partial,
        summed=frozenset(layout.summed),
        further=_further(row, layout),
        split=_split(row, layout),
        kept=layout.kept,
        apart={
            place: frozenset(map(word, texts))
            for name, texts in layout.apart.items()
            if (place := row.place([name])) is not None
        },
        before_discount=layout.before_discount,
        dated=layout.dated,
        needs=layout.needs,
        given=layout.given or (named_money(row, sheet, columns) if layout.whole else {}),
        doubts=twice,
        certain=certain,
        missing=() if certain else tuple(layout.fields[key][0] for key in missing),
        new=tuple(row.texts[place] for place in new),
    )


def _told_twice(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Fields of money whose header stands there more than once, with other figures: none of them is taken."""
    found = {}
    for key, place in columns.items():
        name = clean_header(row.texts[place])
        others = [at for at, text in enumerate(row.texts) if at != place and text and clean_header(text) == name]
        if sheet.column(key).kind in MONEY and any(_differ(row, place, at) for at in others):
            found[key] = tuple(row.texts[at] for at in (place, *others))
    return found


def _differ(row: HeaderRow, one: int, other: int) -> bool:
    pairs = ((line[one].strip(), line[other].strip()) for line in row.below if max(one, other) < len(line))
    return any(a and b and a != b for a, b in pairs)


def _further(row: HeaderRow, layout: Format) -> tuple[Further, ...]:
    found = {
        Further(key, place, off): None
        for more, off in ((layout.further, False), (layout.less, True))
        for key, names in more.items()
        for name in names
        if (place := row.place([name])) is not None
    }
    return tuple(found)


def _split(row: HeaderRow, layout: Format) -> tuple[Split, ...]:
    found = {
        place: Split(place, str(kind), taken)
        for columns, taken in ((layout.split, False), (layout.taken, True))
        for name, kind in columns.items()
        if (place := row.place([name])) is not None
    }
    return tuple(found[place] for place in sorted(found))


def _first_row(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], most: int) -> int:
    """The row below the header and at most `most` rows that describe the columns, in which no figure is a figure."""
    tested = [place for key, place in columns.items() if sheet.column(key).kind in NUMBERS | TIMES]
    skipped = 0
    for line in row.below[:most]:
        texts = [line[place] for place in tested if place < len(line) and line[place].strip()]
        if any(is_number(text) or is_date(text) for text in texts) or not any(line):
            break
        skipped += 1
    return row.number + 1 + skipped


def _could_be(field: Column, row: HeaderRow, place: int) -> bool:
    """Whether an unknown column may be a figure or a time that the layout has and the file lacks, under a new name."""
    look = look_of(row, place)
    return field.kind in NUMBERS | TIMES and look.filled > 0 and fits(field, look)
