"""The tab of planning: what to buy now and why, and how every SKU does."""

from shopdesk.desk.tabs.planning.tab import PlanningTab

__all__ = ["PlanningTab"]
