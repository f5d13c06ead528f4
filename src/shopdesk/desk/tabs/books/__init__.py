"""The screen of the books."""

from shopdesk.desk.tabs.books.tab import BooksTab

__all__ = ["BooksTab"]
