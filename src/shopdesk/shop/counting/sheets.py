"""The columns of counting: sessions, the sheet to count on, the review, what is due, what was lost, how right it was."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.counting.rules import CLASSES, Cause, SessionState, Verdict
from shopdesk.text import N_

SESSION_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        SessionState.OPEN: State(N_("Counting"), Tone.INFO),
        SessionState.REVIEW: State(N_("To review"), Tone.WARN),
        SessionState.POSTED: State(N_("Booked"), Tone.GOOD),
        SessionState.CANCELLED: State(N_("Cancelled")),
    }
)
CAUSES: Final[Mapping[str, State]] = MappingProxyType(
    {
        Cause.MISCOUNT: State(N_("An earlier count was wrong")),
        Cause.UNBOOKED_SALE: State(N_("A sale was not booked")),
        Cause.UNBOOKED_RECEIPT: State(N_("A delivery was not booked")),
        Cause.MIXED_UP: State(N_("Mixed up with another product")),
        Cause.DAMAGED: State(N_("Damaged"), Tone.WARN),
        Cause.EXPIRED: State(N_("Expired"), Tone.WARN),
        Cause.THEFT: State(N_("Stolen or lost"), Tone.BAD),
        Cause.UNKNOWN: State(N_("Not known")),
    }
)
VERDICTS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Verdict.RIGHT: State(N_("As expected"), Tone.GOOD),
        Verdict.SMALL: State(N_("Within tolerance"), Tone.INFO),
        Verdict.AGAIN: State(N_("Count again"), Tone.WARN),
        Verdict.MOVED: State(N_("Moved while counted"), Tone.WARN),
        Verdict.CONFIRMED: State(N_("Confirmed by a recount"), Tone.BAD),
        Verdict.WAITS: State(N_("Waits for its recount"), Tone.WARN),
        Verdict.LEFT: State(N_("Not counted")),
    }
)
CLASS_STATES: Final[Mapping[str, State]] = MappingProxyType({one: State(one) for one in CLASSES})
DUE_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "due": State(N_("Due"), Tone.BAD),
        "never": State(N_("Never counted"), Tone.WARN),
        "soon": State(N_("Within a week"), Tone.INFO),
        "fine": State(N_("Not yet due"), Tone.GOOD),
    }
)

SESSIONS: Final = Sheet(
    name="count_sessions",
    title=N_("Counts"),
    key="title",
    help=N_("Every round of counting; nothing of it is stock before it is approved."),
    columns=(
        Column("opened_at", N_("Started"), Kind.TIME),
        Column("title", N_("Count"), Kind.ID, width=20),
        Column("state", N_("State"), Kind.STATE, width=12, states=SESSION_STATES),
        Column("place", N_("Location"), Kind.TEXT, width=16),
        Column("blind", N_("Blind"), Kind.BOOL, width=7, help=N_("What is expected is shown to nobody who counts.")),
        Column("assigned_to", N_("Counted by"), Kind.TEXT, width=14),
        Column("counted", N_("Lines counted"), Kind.INTEGER, width=12, total=True),
        Column("asked", N_("Lines asked"), Kind.INTEGER, width=12, total=True, help=N_("What the count asked for; what turned up besides is not among them.")),
        Column("approved_by", N_("Approved by"), Kind.TEXT, width=14),
        Column("alone", N_("Alone"), Kind.BOOL, width=7, help=N_("Whoever counted approved it: there was no second person.")),
        Column("closed_at", N_("Closed"), Kind.TIME, shown=False),
        Column("note", N_("Note"), Kind.TEXT, width=20, shown=False),
    ),
)
"""The list of sessions."""

_SKU = Column("sku", N_("SKU"), Kind.ID, width=14)
_TITLE = Column("title", N_("Product"), Kind.TEXT, width=28)
_PLACE = Column("place", N_("Location"), Kind.TEXT, width=14)

SCANS: Final = Sheet(
    name="counting",
    title=N_("Count"),
    key="code",
    columns=(
        Column("code", N_("Code"), Kind.ID, width=16),
        _SKU,
        _TITLE,
        _PLACE,
        Column("counted", N_("Counted"), Kind.QUANTITY, total=True),
        Column("result", N_("Result"), Kind.STATE, width=24, states=MappingProxyType({
            "recorded": State(N_("Recorded"), Tone.GOOD),
            "again": State(N_("Differs: count it again"), Tone.WARN),
            "unknown": State(N_("Unknown code, resolve later"), Tone.BAD),
            "back": State(N_("Taken back")),
        })),
        Column("at", N_("Time"), Kind.TEXT, width=9),
    ),
)
"""What was counted so far, on the screen of whoever counts: nothing of it says what is expected."""

REVIEW: Final = Sheet(
    name="count_review",
    title=N_("Review of the count"),
    key="sku",
    help=N_("Each counted line beside what the ledger said at its minute."),
    columns=(
        _SKU,
        _TITLE,
        _PLACE,
        Column("counted", N_("Counted"), Kind.QUANTITY, total=True),
        Column("expected", N_("Expected"), Kind.QUANTITY, total=True, help=N_("What the ledger says of the minute in which the line was counted.")),
        Column("difference", N_("Difference"), Kind.QUANTITY, total=True),
        Column("value", N_("Value"), Kind.MONEY, total=True, help=N_("The difference at what a piece costs now; blank where that is unknown.")),
        Column("verdict", N_("Result"), Kind.STATE, width=22, states=VERDICTS),
        Column("reason", N_("Reason"), Kind.STATE, width=22, editable=True, states=CAUSES, help=N_("Why it differs.")),
        Column("counted_at", N_("Counted at"), Kind.TIME),
        Column("since", N_("Moved since"), Kind.QUANTITY, help=N_("Pieces that came or left after the line was counted.")),
        Column("last_counted", N_("Last count"), Kind.TIME),
        Column("person", N_("Counted by"), Kind.TEXT, width=12, shown=False),
        Column("round", N_("Round"), Kind.INTEGER, width=7, shown=False),
        Column("note", N_("Note"), Kind.TEXT, width=18, shown=False),
    ),
)
"""The review of a session."""

COUNT_SHEET: Final = Sheet(
    name="count_sheet",
    title=N_("Count sheet"),
    key="sku",
    help=N_("Write what you counted into the column Counted: it SETS the line. Blank is not counted, and not zero. Then take the file back with “Take in a count sheet” or `shopdesk count import`."),
    columns=(
        Column("session", N_("Count"), Kind.ID, width=18, help=N_("The count that the row belongs to; leave it as it is."), words=("盘点单", "盤點單", "盘点", "盤點", "count")),
        Column("place", N_("Location"), Kind.TEXT, width=14, words=("货位", "儲位", "位置", "place", "shelf", "warehouse", "仓库", "倉庫")),
        Column("sku", N_("SKU"), Kind.ID, width=16, required=True, words=("商家编码", "货号", "編碼", "貨號", "编码", "条码", "barcode", "sku", "code")),
        Column("barcode", N_("Barcode"), Kind.ID, width=16, words=("商品条码", "條碼")),
        Column("title", N_("Product"), Kind.TEXT, width=30, words=("商品", "品名", "product", "title")),
        Column("counted", N_("Counted"), Kind.QUANTITY, width=12, editable=True, help=N_("Pieces counted: SETS the line. Blank is not counted, and not zero."),
               words=("实盘数量", "盘点数量", "盤點數量", "實盤", "实盘", "counted", "quantity", "qty", "数量", "數量")),
        Column("counted_at", N_("Counted at"), Kind.TIME, editable=True, help=N_("When it was counted; blank is the moment the sheet is taken in."), words=("盘点时间", "盤點時間", "counted at")),
        Column("expected", N_("Expected"), Kind.QUANTITY, shown=False, help=N_("What the ledger says now; never on the sheet of a blind count.")),
        Column("note", N_("Note"), Kind.TEXT, width=20, editable=True, words=("备注", "備註", "note")),
    ),
)
"""The sheet to count on, out and back in: quantities SET."""

SHRINKAGE: Final = Sheet(
    name="shrinkage",
    title=N_("Shrinkage"),
    key="reason",
    help=N_("What counts found missing or too much, by reason, place and person, as the moves that they booked say."),
    columns=(
        Column("reason", N_("Reason"), Kind.STATE, width=26, states=CAUSES, help=N_("As the review said; blank where nobody said why.")),
        Column("place", N_("Location"), Kind.TEXT, width=18),
        Column("person", N_("Counted by"), Kind.TEXT, width=16),
        Column("lines", N_("Lines"), Kind.INTEGER, total=True, help=N_("Counted lines that differed.")),
        Column("missing", N_("Missing"), Kind.QUANTITY, total=True, help=N_("Pieces fewer than expected.")),
        Column("found", N_("Too many"), Kind.QUANTITY, total=True, help=N_("Pieces more than expected.")),
        Column("net", N_("Net"), Kind.QUANTITY, total=True),
        Column("value", N_("Value"), Kind.MONEY, total=True, help=N_("What the differences are worth in the books; those of unknown cost are left out and counted beside it.")),
        Column("unknown", N_("Cost unknown"), Kind.INTEGER, total=True, help=N_("Lines that differed and whose cost nobody knows.")),
    ),
)
"""Shrinkage by reason, place and person."""

ACCURACY: Final = Sheet(
    name="count_accuracy",
    title=N_("Count accuracy"),
    key="count",
    help=N_("Of each count, how much was as the ledger had it: right lines by counted lines."),
    columns=(
        Column("booked_at", N_("Booked"), Kind.TIME),
        Column("count", N_("Count"), Kind.TEXT, width=24),
        Column("place", N_("Location"), Kind.TEXT, width=18),
        Column("lines", N_("Lines"), Kind.INTEGER, total=True, help=N_("Lines counted.")),
        Column("right", N_("Right"), Kind.INTEGER, total=True, help=N_("Lines that were as expected.")),
        Column("accuracy", N_("Accuracy"), Kind.PERCENT, help=N_("Right lines ÷ counted lines.")),
        Column("expected", N_("Expected"), Kind.QUANTITY, total=True),
        Column("off", N_("Off by"), Kind.QUANTITY, total=True, help=N_("Pieces missing plus pieces too many.")),
        Column("net", N_("Net"), Kind.QUANTITY, total=True),
        Column("value", N_("Value"), Kind.MONEY, total=True, help=N_("What the differences of known cost are worth in the books.")),
    ),
)
"""Count accuracy, count by count."""

DUE: Final = Sheet(
    name="counts_due",
    title=N_("Counts due"),
    key="sku",
    help=N_("When each SKU is to be counted next, by its class; only a count moves “Last count”."),
    columns=(
        _SKU,
        _TITLE,
        Column("state", N_("State"), Kind.STATE, width=14, states=DUE_STATES),
        Column("abc", N_("Class"), Kind.STATE, width=7, states=CLASS_STATES, help=N_("By revenue of the last twelve months: A up to 80 %, B up to 95 %, C the rest.")),
        Column("on_hand", N_("On hand"), Kind.QUANTITY, total=True),
        Column("last_counted", N_("Last count"), Kind.TIME),
        Column("every", N_("Every, days"), Kind.INTEGER, width=10, help=N_("Days between two counts of its class.")),
        Column("due_at", N_("Due"), Kind.TIME, help=N_("Last count plus the days of its class; what was never counted is due since its first move.")),
        Column("category", N_("Category"), Kind.TEXT, width=14),
    ),
)
"""What is due to be counted."""
