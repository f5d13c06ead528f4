"""What a line is by its code and title: a product, or shipping, a fee, a voucher …; and which documents are returns."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from shopdesk.exchange.celltext import unwrap
from shopdesk.shop.orders.rules import LineKind, OrderKind

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Charge:
    """A kind of line that is no product, and how shops write it.

    Patterns over folded text (half-width, lower case, words parted by one blank); each must match the whole.
    """

    kind: LineKind
    codes: str
    """Codes that leave no doubt whatever the title says."""
    hints: str
    """Codes that say it only beside a title which says it too: sizes, initials, posts and carriages are products."""
    titles: str
    """Titles that say it. Whole titles: a FREE DELIVERY SIGN is for sale."""
    alone: bool = True
    """Whether a title says it for a line whose code says nothing."""


CHARGES = (
    Charge(
        LineKind.SHIPPING,
        codes="postage|shipping|shipping ?(?:fee|cost|charge)s?|delivery ?(?:fee|charge)s?|freight|versandkosten|"
        "运费|邮费|快递费|運費|郵費|郵資",
        hints="post|dot|c|carriage|ship|delivery|del|p&p|pp|dhl|ups|fedex|versand|porto",
        titles=r"(?:dotcom )?postage(?: (?:and|&) packing)?|carriage|p ?& ?p|"
        r"(?:(?:standard|express|next day|free|flat rate|international|economy|tracked) )*(?:shipping|delivery|freight)"
        r"(?: (?:and|&) handling)?(?: (?:fee|cost|charge)s?)?|versand(?:kosten)?|porto|"
        r"[补補]?(?:差价|差)?(?:运费|邮费|快递费|運費|郵費|郵資)"
        r"(?:差价|补差价?|補差價?|差額|补拍|专拍|专用|链接|連結)*",
    ),
    Charge(
        LineKind.DISCOUNT,
        codes="discounts?|order discount|rebate|折扣|优惠|优惠券|优惠金额|優惠|優惠券|折讓|折让|满减",
        hints="d|disc|dis|promo|coupon",
        titles="(?:order |promotional |promotion )?discounts?|coupon|rebate|"
        "折扣|优惠|优惠券|优惠金额|優惠|優惠券|折讓|折让|满减",
    ),
    Charge(
        LineKind.FEE,
        codes="bank ?charges?|(?:amazon|ebay|paypal|stripe|etsy|transaction|payment|service|platform) ?fees?|"
        "commission|手续费|佣金|手續費|平台服务费|技术服务费|服务费|服務費",
        hints="fees?|bank|amazon|paypal|ebay|stripe|etsy|comm",
        titles="(?:bank|amazon|paypal|ebay|stripe|etsy|payment|transaction|service|selling|platform)"
        " (?:charge|fee|commission)s?|fees?|commission|手续费|佣金|手續費|平台服务费|技术服务费|服务费|服務費",
    ),
    Charge(
        LineKind.MANUAL,
        codes="manual adjustment|手工调整|手工調整|调账|調帳|补差价|補差價",
        hints="m|man|manual|adj|adjust|adjustment",
        titles="manual(?: (?:entry|charge|adjustment))?|adjust(?:ment)?(?: by .*)?|"
        "手工调整|手工調整|调账|調帳|补差价?(?:专用|专拍|链接)*|補差價?",
        alone=False,
    ),
    Charge(
        LineKind.SAMPLE,
        codes="样品|樣品",
        hints="s|samples?|samp",
        titles="(?:free )?samples?|样品|樣品",
        alone=False,
    ),
    Charge(
        LineKind.VOUCHER,
        codes="gift ?vouchers?|e ?gift ?card|礼品卡|禮品卡|购物卡|储值卡|禮券|礼券",
        hints="gift|gift ?cards?|voucher|gc|gv",
        titles=r"(?:\S+ )?(?:e-?)?gift (?:voucher|card|certificate)s?(?: \S*\d\S*)?|"
        r"(?:礼品卡|禮品卡|购物卡|储值卡|禮券|礼券)(?: ?\S*\d\S*)?",
    ),
    Charge(
        LineKind.DONATION,
        codes="donations?|cruk|捐款|捐赠|捐贈",
        hints="don|charity",
        titles="(?:charity )?donations?|cruk commission|捐款|捐赠|捐贈",
    ),
    Charge(
        LineKind.BAD_DEBT,
        codes="bad ?debts?|坏账|呆账|壞帳|呆帳",
        hints="b|bd|adjust",
        titles="(?:adjust |write off )?bad debts?|坏账|呆账|壞帳|呆帳",
    ),
)
"""Checked in this order."""

_PATTERNS = tuple(
    (charge, re.compile(charge.codes), re.compile(charge.hints), re.compile(charge.titles)) for charge in CHARGES
)
_NUMBERED = re.compile(r"(?P<prefix>[A-Za-z]{1,4}[-_/ ]?)?(?P<rest>\d[\w-]*)")


def charge_kind(code: str, title: str) -> LineKind:
    """What one line is. A code with digits is a product unless its letters and its whole title both say otherwise."""
    plain, said = _folded(code).replace("_", " ").replace("-", " ").strip(), _folded(title)
    letters = " ".join(re.sub(r"\d+", " ", plain).split())
    numbered = letters != plain
    for charge, codes, hints, titles in _PATTERNS:
        by_title = titles.fullmatch(said) is not None
        if codes.fullmatch(letters) and (by_title or not said or not numbered):
            return charge.kind
        if by_title and (hints.fullmatch(letters) or (charge.alone and not numbered)):
            return charge.kind
    return LineKind.PRODUCT


def charge_kinds(lines: Iterable[tuple[str, str]]) -> dict[str, LineKind]:
    """Code → kind, for the codes of a file that are no products, by what most of their (code, title) lines say.

    Lines without a title follow the others of their code. Lines without a code are told by `charge_kind` alone.
    """
    said: dict[str, Counter[LineKind]] = defaultdict(Counter)
    for (code, title), count in Counter(lines).items():
        if code and (title or charge_kind(code, "") is not LineKind.PRODUCT):
            said[code][charge_kind(code, title)] += count
    most = {code: max(kinds, key=kinds.__getitem__) for code, kinds in said.items()}
    return {code: kind for code, kind in most.items() if kind is not LineKind.PRODUCT}


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """Which documents of a file are returns or adjustments, by the letters before their number."""

    prefixes: Mapping[str, OrderKind] = field(default_factory=dict)

    def kind(self, order_no: str) -> OrderKind:
        return self.prefixes.get(_parted(order_no)[0], OrderKind.SALE) if self.prefixes else OrderKind.SALE


def document_rule(
    order_nos: Iterable[str], negative: Iterable[bool], kinds: Iterable[str] | None = None
) -> DocumentRule:
    """The rule that a file's own numbers show; no rule where they show none.

    Line by line: the order's number, whether its quantity is below zero, and what `charge_kind` says (if at all). A
    prefix marks returns where nine of ten of its lines, and one in each of its documents, point back, while documents
    without it, numbered alike and more of them, point forward: a shop all of whose numbers begin with C has no returns
    by that. A prefix marks adjustments where all its lines are bad debts.
    """
    numbers = list(order_nos)
    lines: Counter[tuple[str, bool]] = Counter()
    for some in _runs(zip(numbers, negative, strict=True)):
        lines.update(some)
    said: set[tuple[str, str]] = set()
    for kind_of in _runs(zip(numbers, kinds or (), strict=kinds is not None)):
        said.update(kind_of)
    return rule_of(lines, said)


def rule_of(lines: Mapping[tuple[str, bool], int], said: Iterable[tuple[str, str]]) -> DocumentRule:
    """`document_rule` where it is counted how many lines of a number point back (True) or forward, and of what kinds.

    `said`: each number with each kind of its lines.
    """
    parted = {number: _parted(number) for number, _back in lines}
    debts = _all_debts(said, parted)
    groups: dict[str, _Group] = defaultdict(_Group)
    for (number, back), count in lines.items():
        prefix, shape = parted[number]
        groups[prefix].take(number, shape, back, count)
    return DocumentRule(
        {prefix: OrderKind.ADJUSTMENT for prefix in debts if prefix}
        | {
            prefix: OrderKind.RETURN
            for prefix in groups
            if prefix and prefix not in debts and _points_back(prefix, groups)
        }
    )


@dataclass(slots=True)
class _Group:
    """The documents that share a prefix."""

    documents: set[str] = field(default_factory=set)
    backward: set[str] = field(default_factory=set)
    shapes: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    lines_back: int = 0

    def take(self, number: str, shape: str, back: bool, count: int) -> None:
        if number not in self.documents:
            self.documents.add(number)
            self.shapes[shape] += 1
        self.lines += count
        if back:
            self.backward.add(number)
            self.lines_back += count


def _points_back(prefix: str, groups: Mapping[str, _Group]) -> bool:
    group = groups[prefix]
    if group.backward != group.documents or group.lines_back < 0.9 * group.lines:
        return False
    return any(
        len(other.documents) > len(group.documents)
        and other.lines_back < 0.5 * other.lines
        and sum(count for shape, count in group.shapes.items() if shape in other.shapes) >= 0.9 * len(group.documents)
        for name, other in groups.items()
        if name != prefix
    )


def _all_debts(said: Iterable[tuple[str, str]], parted: Mapping[str, tuple[str, str]]) -> set[str]:
    """The prefixes of which all lines are bad debts."""
    debts, others = set[str](), set[str]()
    for number, kind in said:
        (debts if kind == LineKind.BAD_DEBT else others).add(number)
    found = {parted[number][0] for number in debts}
    return found - {parted[number][0] for number in others} if found else found


def _runs(pairs: Iterable[tuple[str, K]]) -> Iterator[list[tuple[str, K]]]:
    """The pairs a few thousand at a time: counting a whole file in one call would hold up every other thread."""
    rest = iter(pairs)
    while some := list(islice(rest, 5_000)):
        yield some


def _parted(order_no: str) -> tuple[str, str]:
    """(letters before the number, shape of the rest with 9 for every digit); ("", "") for numbers of other make."""
    found = _NUMBERED.fullmatch(order_no)
    return (found["prefix"] or "", re.sub(r"\d", "9", found["rest"])) if found else ("", "")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", unwrap(text)).casefold().split())
