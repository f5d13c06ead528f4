"""The tab of orders: the list of all channels' documents, and beside it everything that hangs on one of them."""

from shopdesk.desk.tabs.orders.tab import OrdersTab

__all__ = ["OrdersTab"]
