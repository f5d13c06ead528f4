"""Service: cases that wait, all of them, and ready answers."""

from shopdesk.desk.tabs.service.tab import ServiceTab

__all__ = ["ServiceTab"]
