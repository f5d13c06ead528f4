"""Buyers as people: cases, reviews, care, points and what they allowed."""

from typing import Final

from shopdesk.exchange.kinds.kind import Saying, SheetKind
from shopdesk.shop.service.care.sheets import CARE_FILE
from shopdesk.shop.service.customers.sheets import CONSENT_FILE, POINT_FILE
from shopdesk.shop.service.ratings.sheets import RATING_FILE, REVIEW_FILE
from shopdesk.shop.service.ratings.surveys import SURVEY_FILE
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.text import N_

KINDS: Final = (
    SheetKind(
        CASE_FILE,
        N_("ShopDesk cases template"),
        ("source_no", "said|answered_at|solved_at|reason"),
        weights={"source_no": 4, "reason": 2, "opened_at": 1, "said": 4, "answered_at": 4, "solved_at": 3, "person": 2},
        shown=("kind", "title", "reason", "order_no"),
    ),
    SheetKind(
        REVIEW_FILE,
        N_("ShopDesk reviews template"),
        ("written_at", "described|service|logistics|verdict"),
        weights={"written_at": 1, "described": 3, "verdict": 5, "text": 3, "reply": 3, "review_no": 3, "service": 2},
        essence=("described", "verdict"),
        says=Saying("review|stars|rating|评价|评论|星级|評價|評論", ("verdict", "reply")),
        shown=("order_no", "sku", "described", "text"),
        by_channel=True,
    ),
    SheetKind(
        RATING_FILE,
        N_("ShopDesk ratings template"),
        ("seen_on", "described|service|logistics"),
        weights={"seen_on": 1, "described": 3, "service": 3, "logistics": 3, "ratings": 2},
        essence=("described", "service", "logistics"),
        never_negative=("ratings",),
        shown=("described", "service", "logistics", "ratings"),
        by_channel=True,
    ),
    SheetKind(
        CARE_FILE,
        N_("ShopDesk contacts template"),
        ("customer_no", "means", "contacted_on|result"),
        weights={"customer_no": 2, "means": 3, "contacted_on": 4, "result": 3, "again_on": 3, "rule": 2},
        essence=("contacted_on", "result"),
        shown=("customer_no", "means", "result"),
        by_channel=True,
    ),
    SheetKind(
        SURVEY_FILE,
        N_("ShopDesk survey answers template"),
        ("score", "case_no|order_no"),
        weights={"score": 4, "case_no": 2, "order_no": 1, "comment": 2, "answered_at": 1},
        essence=("score",),
        shown=("case_no", "order_no", "score"),
    ),
    SheetKind(
        POINT_FILE,
        N_("ShopDesk points template"),
        ("customer_no", "moved_on", "points"),
        weights={"points": 5, "moved_on": 2, "customer_no": 2},
        shown=("moved_on", "points", "reason"),
        by_channel=True,
    ),
    SheetKind(
        CONSENT_FILE,
        N_("ShopDesk consents template"),
        ("customer_no", "means", "answer"),
        weights={"means": 4, "answer": 4, "told_at": 2, "customer_no": 2},
        shown=("means", "answer", "told_at"),
        by_channel=True,
    ),
)
