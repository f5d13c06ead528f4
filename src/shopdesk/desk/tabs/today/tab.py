"""The first screen of the window."""

from typing import Any, ClassVar

from shopdesk.desk.paged_tab import PagedTab
from shopdesk.desk.tabs.today.pages import PAGES
from shopdesk.shop.today.checks import run_checks
from shopdesk.shop.today.looking import Severity
from shopdesk.text import N_


class TodayTab(PagedTab):
    """See the contract in `desk.tabs`."""

    KEY = "today"
    TITLE = N_("Today")
    PAGES = PAGES
    TABLES: ClassVar = (
        "sales_order", "account_day", "stock_move", "refund", "after_sale", "listing", "listing_score", "claim",
        "promotion", "promotion_task", "payout", "ad_spend", "traffic", "shop_event", "price_change",
        "listing_version", "import_file", "check_sign", "target", "setting", "sku_plan", "purchase_order",
        "purchase_line", "sku", "sku_policy", "service_case", "case_event", "review", "rating_day", "work_task",
        "competitor", "competitor_day", "picture", "stock_count", "coupon",
    )  # fmt: skip

    def count_waiting(self, tx: Any) -> int:
        """Checks that say that something has to be done at once."""
        return sum(one.is_open and one.found.severity is Severity.BAD for one in run_checks(tx, slow=False))
