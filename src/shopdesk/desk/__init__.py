"""The window: the only floor, with app, that knows Qt."""

from shopdesk.desk.imports import let_be

let_be()
