"""The tab of today: what needs a person now, the figures, and why they moved."""

from shopdesk.desk.tabs.today.tab import TodayTab

__all__ = ["TodayTab"]
