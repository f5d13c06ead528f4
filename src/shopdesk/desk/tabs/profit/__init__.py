"""The screen of profit."""

from shopdesk.desk.tabs.profit.tab import ProfitTab

__all__ = ["ProfitTab"]
