"""The tab of products and stock: what is on the shelf and why, receiving, adjusting and counting it."""

from shopdesk.desk.tabs.stock.tab import StockTab

__all__ = ["StockTab"]
