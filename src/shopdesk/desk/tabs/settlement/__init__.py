"""The screen of settlement."""

from shopdesk.desk.tabs.settlement.tab import SettlementTab

__all__ = ["SettlementTab"]
