"""Reviews in a list; beside it one of them: its stars and words, the answer to it, its cause, and its case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.service.actions import use_reply
from shopdesk.shop.service.ratings.reviews import (
    REVIEW_ROWS,
    ReviewFacts,
    answer_review,
    edit_reviews,
    find_review,
    judge_reviews,
    open_review_case,
)
from shopdesk.shop.service.ratings.rules import LOW, MOST_STARS, Aspect
from shopdesk.shop.service.ratings.sheets import ASPECTS, CAUSES, REVIEWS, STANDS
from shopdesk.shop.service.replies import fill, spoken_to
from shopdesk.shop.service.reports import Reply, find_replies
from shopdesk.text import N_, UserError, _

SELECT: Final = N_("Select a review to answer it and to say why it is low.")
GONE: Final = N_("This review is no longer in the shop.")
EMPTY: Final = N_("What buyers write in public stands here: import the reviews of a channel.")
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("low", N_("Low"), (("least", f"<={LOW}"),), N_("Three stars or fewer")),
    Quick("waits", N_("Not answered"), (("stands", "!=answered"),)),
    Quick("unjudged", N_("Low without a cause"), (("least", f"<={LOW}"), ("cause", "="))),
    Quick("answered", STANDS["answered"].title, (("stands", "=answered"),)),
)
CAUSE: Final = REVIEWS.column("cause")


@dataclass(frozen=True, slots=True)
class Shown:
    """A review, and the replies that are proposed for it."""

    review: ReviewFacts
    replies: Sequence[Reply]


def read_review(tx: Any, review_id: int) -> Shown | None:
    """What the panel shows; None where the review is gone."""
    review = find_review(tx, review_id)
    return None if review is None else Shown(review, find_replies(tx, review.row["cause"]))


def stars(count: int | None) -> str:
    """Stars as they are drawn; "–" where none were given."""
    return "–" if count is None else "★" * count + "☆" * (MOST_STARS - count)


class ReviewPanel(DocumentPanel):
    """Shows one review. What is half written stays while the same one is shown again."""

    def __init__(self, desk: Desk, judge: Callable[[ReviewFacts], object]) -> None:
        super().__init__(_("Review"))
        self._desk, self._judge = desk, judge
        self._shown: Shown | None = None
        self._half = (0, "")
        self.text: QPlainTextEdit

    def show_facts(self, facts: Shown, figures: Figures) -> None:
        """Show a review."""
        self._shown, row = facts, facts.review.row
        self.clear()
        channel = _(row["channel"]) if row["channel"] else ""
        when = figures.moment(row["written_at"])
        self.set_head(row["order_no"] or row["review_no"], f"{channel} · {when}", Pill(*said(STANDS, row["stands"])))
        self.facts("", [self._rated(aspect, row[aspect]) for aspect in Aspect if row[aspect] is not None])
        self.section().addWidget(Words(row["text"] or _("Stars without words."), "body", wrap=True))
        self._about(self.section(), row)
        self._write(self.section(_("Answer in public")), row, figures)
        self.finish()

    def _rated(self, aspect: Aspect, count: int) -> tuple[str, str, str]:
        return _(ASPECTS[aspect].title), stars(count), "bad" if count <= LOW else "text"

    def _about(self, place: QVBoxLayout, row: dict[str, Any]) -> None:
        assert self._shown is not None
        review, line = self._shown.review, Flow(gap=6)
        place.addWidget(Words(row["cause"] or _("Nobody has said why."), "body", "text" if row["cause"] else "muted"))
        line.line.addWidget(button(_("Cause…"), partial(self._judge, review)))
        if review.case_id is None:
            line.line.addWidget(button(_("Open a case"), self._open))
        else:
            come = partial(self._desk.show, "service", segment="cases", row_id=review.case_id)
            words = _("Case {number}").format(number=row["case_no"])
            line.line.addWidget(button(words, come, look="link"))
        if row["order_no"]:
            words = _("Order {number}").format(number=row["order_no"])
            come = partial(self._desk.show, "orders", order_no=row["order_no"])
            line.line.addWidget(button(words, come, look="link"))
        if row["sku"]:
            come = partial(self._desk.show, "stock", sku=row["sku"])
            line.line.addWidget(button(row["sku"], come, look="link"))
        place.addWidget(line)

    def _open(self) -> None:
        assert self._shown is not None
        told = lambda _done: self._desk.tell(_("The case is open; the review leads to it."), Tone.GOOD)  # noqa: E731
        self._desk.do(open_review_case, self._shown.review.review_id, then=told)

    # ------------------------------------------------------------------------------------------------ answering

    def _write(self, place: QVBoxLayout, row: dict[str, Any], figures: Figures) -> None:
        assert self._shown is not None
        review_id = self._shown.review.review_id
        self.text = QPlainTextEdit(self._half[1] if self._half[0] == review_id else row["reply"] or "")
        self.text.setPlaceholderText(_("What the shop answers"))
        self.text.setAccessibleName(_("What the shop answers"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.scaled(84))
        self.text.textChanged.connect(self._keep_half)
        place.addWidget(self.text)
        line = Flow(gap=6)
        self.replies = button(_("Quick replies"), self._offer, icon_name="down")
        line.line.addWidget(button(_("Copy"), self._copy, icon_name="copy"))
        line.line.addWidget(button(_("Mark as answered"), self._answer, look="primary"))
        line.line.addWidget(self.replies)
        place.addWidget(line)
        if row["replied_at"] is not None:
            words = _("Answered {moment}").format(moment=figures.moment(row["replied_at"]))
            place.addWidget(Words(words, "small", "muted"))
            place.addWidget(button(_("Not answered after all"), partial(self._say, ""), look="link"))

    def _keep_half(self) -> None:
        assert self._shown is not None
        self._half = self._shown.review.review_id, self.text.toPlainText()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._desk.tell(_("Copied. Press “Mark as answered” once it stands under the review."), Tone.GOOD)

    def _answer(self) -> None:
        if self.text.toPlainText().strip():
            self._say(self.text.toPlainText())
        else:
            self._desk.tell(_("There is nothing to keep: write something first."), Tone.WARN)

    def _say(self, text: str) -> None:
        assert self._shown is not None
        self._half = (0, "")
        self._desk.do(answer_review, self._shown.review.review_id, text)

    def _offer(self) -> None:
        """A menu of ready answers; one with a hole says what is missing instead of being put in."""
        assert self._shown is not None
        menu = QMenu(self)
        menu.setAccessibleName(_("Quick replies"))
        for one in self._shown.replies:
            menu.addAction(f"{one.title} · {one.language}", partial(self.use, one))
        if not self._shown.replies:
            menu.addAction(_("Write the first one…"), partial(self._desk.show, "service", segment="replies"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.replies.mapToGlobal(self.replies.rect().bottomLeft()))

    def use(self, reply: Reply) -> None:
        """Fill a ready answer, copy it, and put it where the answer is written, once it is kept that it was used."""
        assert self._shown is not None
        review = self._shown.review
        try:
            text = fill(reply.text, spoken_to(review.values, reply.language))
        except UserError as error:
            self._desk.tell(str(error), Tone.WARN)
            return
        then = partial(self._take_reply, review.review_id, text)
        self._desk.do(use_reply, reply.reply_id, review.customer_id, "review", then=then)

    def _take_reply(self, review_id: int, text: str, _done: object) -> None:
        if self._shown is not None and self._shown.review.review_id == review_id:
            self.text.setPlainText(text)
            self._copy()


class ReviewsList(DetailList):
    """All reviews, their panel, and the form of a cause."""

    panel: ReviewPanel

    def __init__(self, desk: Desk) -> None:
        listed = Listed(
            "reviews", REVIEW_ROWS, QUICK, N_("Filters of reviews"), read_review, select=SELECT, gone=GONE,
            empty=EMPTY, counted=True,
        )  # fmt: skip
        super().__init__(desk, listed, ReviewPanel(desk, self._ask_cause), self._edit)
        self.part = PartForm(desk, _("Cause"))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)

    def _ask_cause(self, review: ReviewFacts) -> None:
        """Why it is low: one of the usual causes, or words of the shop's own; for all that are selected."""
        rows = spans(self.grid.view.blocks())
        chosen = [one for span in rows for one in self.grid.rows.ids(*span)] or [review.review_id]
        cause = review.row["cause"]
        offered = [(_(one), _(one)) for one in CAUSES]
        if cause and cause not in dict(offered):
            offered.append((cause, cause))

        def accept(typed: dict[str, Any]) -> None:
            self.part.send(judge_reviews, chosen, typed["cause"])

        self.part.ask(_("Why it is low"), [Field(CAUSE, cause, [("", _("Not judged")), *offered])], accept)
        self.page.show_side(self.part)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(REVIEWS.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_reviews, read, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.refresh()
