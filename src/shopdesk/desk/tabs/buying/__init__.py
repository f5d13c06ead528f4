"""The tab of buying: purchase orders, suppliers and how they deliver, and what they ask."""

from shopdesk.desk.tabs.buying.tab import BuyingTab

__all__ = ["BuyingTab"]
