"""The one grid that every table of the program is: a model over a Sheet, its view, and the panel around them.

panel = GridPanel("orders", source, desk.ask, zone=zone, today=today)      a table of the store, of any length
view = GridView(RowsModel(sheet, CellFormats(sheet))); view.rows.show_rows(rows)       a small list beside a form
"""

from shopdesk.desk.grid.formats import CellFormats, Formatter, Shown
from shopdesk.desk.grid.grid_panel import GridPanel
from shopdesk.desk.grid.grid_view import GridView
from shopdesk.desk.grid.inputs import edit_text, parse_input
from shopdesk.desk.grid.rows_model import RowsModel

__all__ = ["CellFormats", "Formatter", "GridPanel", "GridView", "RowsModel", "Shown", "edit_text", "parse_input"]
