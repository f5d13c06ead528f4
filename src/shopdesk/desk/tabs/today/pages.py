"""The pages of today: one line each."""

from typing import Final

from shopdesk.desk.paged_tab import Page
from shopdesk.text import N_

PAGES: Final = (
    Page(
        "today", N_("Today"), N_("Show what needs me today"), "shopdesk.desk.tabs.today.today_page:TodayPage",
        words=N_("daily check, morning, to do, late, alarms"),
    ),
    Page(
        "figures", N_("All figures"), N_("Show the figures"), "shopdesk.desk.tabs.today.figures_page:FiguresPage",
        words=N_("metrics, dictionary, definition, formula, board, KPI"),
    ),
    Page(
        "why", N_("Why sales moved"), N_("Show why sales moved"), "shopdesk.desk.tabs.today.why_page:WhyPage",
        words=N_("change, factors, products, split, journal"),
    ),
    Page(
        "forecast", N_("Forecast"), N_("Show the forecast"), "shopdesk.desk.tabs.today.forecast_page:ForecastPage",
        words=N_("next weeks, outlook, expected sales, back-test"),
    ),
    Page(
        "customers", N_("Customers over time"), N_("Show how customers come back"),
        "shopdesk.desk.tabs.today.customers_page:CustomersPage",
        words=N_("cohorts, retention, RFM, segments, repurchase, value"),
    ),
    Page(
        "targets", N_("Targets"), N_("Show targets"), "shopdesk.desk.tabs.today.targets_page:TargetsPage",
        words=N_("goal, plan, month, achieved"),
    ),
    Page(
        "history", N_("Signed off"), N_("Show what was signed off"),
        "shopdesk.desk.tabs.today.history_page:HistoryPage",
        words=N_("calendar, sign-off, notes"),
    ),
    Page(
        "setup", N_("Set up checks"), N_("Set up the daily check"), "shopdesk.desk.tabs.today.setup_page:SetupPage",
        words=N_("thresholds, limits, off, by hand"),
    ),
)  # fmt: skip
