"""The screen of promotions."""

from shopdesk.desk.tabs.promotions.tab import PromotionsTab

__all__ = ["PromotionsTab"]
