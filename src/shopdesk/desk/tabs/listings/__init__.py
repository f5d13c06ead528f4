"""The tab of listings: what each channel shows of each product, and what would sell more of it."""

from shopdesk.desk.tabs.listings.tab import ListingsTab

__all__ = ["ListingsTab"]
