"""Why a file is refused and what the person is told: one sentence per code, spoken by the parent."""

from typing import Final

from shopdesk.exchange.table import Notice
from shopdesk.text import N_, UserError, _

SENTENCES: Final = {
    "missing": N_("{file} was not found; was it moved or renamed?"),
    "folder": N_("{file} is a folder, not a file."),
    "no_access": N_("{file} cannot be opened: access was denied. Close it in other programs and try again."),
    "empty": N_("{file} is empty (0 bytes); download it again."),
    "incomplete": N_("{file} is incomplete: its download did not finish. Download it again."),
    "damaged": N_("{file} is damaged: {part} cannot be read. Download it again, or save it anew as .xlsx or .csv."),
    "unreadable": N_("{file} is damaged and cannot be read. Download it again, or save it anew as .xlsx or .csv."),
    "damaged_row": N_("{file} › {sheet} is damaged after row {row}. Download it again, or save it anew as .xlsx."),
    "old_xls": N_("{file} cannot be read as it is. Open it in a spreadsheet program and save it as .xlsx."),
    "pdf": N_("{file} is a PDF, not a table. Export it as .xlsx or .csv."),
    "image": N_("{file} is a picture, not a table. Export it as .xlsx or .csv."),
    "word": N_("{file} is a text document, not a table. Export it as .xlsx or .csv."),
    "slides": N_("{file} is a presentation, not a table. Export it as .xlsx or .csv."),
    "packed": N_("{file} is an archive of a kind that is not read here. Unpack it and choose the table."),
    "zip_many": N_("{file} holds {count} tables: {names}. Unpack it and choose one."),
    "zip_parts": N_("{file} holds more than {limit} parts; refused."),
    "password_needed": N_("{file} is protected by a password."),
    "password_wrong": N_("The password does not open {file}."),
    "locked": N_("{file} is encrypted in a way that is not read here. Save it without a password and try again."),
    "too_large": N_("{file} is larger than {limit} MB; refused."),
    "expands": N_("{file} expands to more than {limit} MB; refused."),
    "dtd": N_("{file} declares entities of its own in {part}, which no honest table does; refused."),
    "stray_cell": N_(
        "{file} › {sheet} has a stray cell at {cell}. Delete the empty rows and columns below and right of the table, "
        "save, and try again."
    ),
    "duplicate_row": N_("{file} › {sheet}: row {row} occurs twice. Open it in a spreadsheet program and save it anew."),
    "row_order": N_("{file} › {sheet}: row {row} is out of order. Open it in a spreadsheet program and save it anew."),
    "duplicate_cell": N_("{file} › {sheet}: cell {cell} occurs twice. Open it in a spreadsheet program and save it."),
    "no_table": N_("{file} holds no table."),
    "not_text": N_("{file} is neither a workbook nor text. Export it as .xlsx or .csv."),
    "encoding": N_("{file} › row {row}: not {encoding} from byte {offset} on; it mixes encodings or was cut."),
    "quote": N_("{file} › row {row}: a quotation mark opened in this row is not closed properly."),
    "field_too_long": N_("{file} › row {row}: a cell is longer than {limit} characters; a quotation mark may be open."),
    "too_wide": N_("{file} › row {row} has more than {limit} columns; refused."),
    "reader_stopped": N_("The reader stopped while it read {file}: it ran out of memory or met damage."),
    "too_slow": N_("{file} gave no answer for {seconds} seconds; reading was stopped."),
    "still_written": N_("{file} is still being written. Wait until it is complete and try again."),
    "cancelled": N_("Reading {file} was cancelled."),
}

NOTICES: Final = {
    "other_kind": N_("The file is named .{named} but is {kind}; it was read as what it is."),
    "in_zip": N_("The table {name} inside the archive was read."),
    "macros": N_("The macros in the file were not run."),
    "hidden_rows": N_("{sheet}: {count} hidden rows are included."),
    "formulas": N_("{sheet}: {count} formula cells; their last stored results are used."),
    "zero_formulas": N_(
        "{sheet}: every formula in column {column} gives 0. Open the file in a spreadsheet program and save it."
    ),
    "merged": N_("{sheet}: {count} merged ranges; each value belongs to the top left cell."),
    "encoding_guess": N_("The text was read as {encoding}; look whether names are legible."),
    "cut_off": N_("The last row ({row}) ends early: the file may have been cut off. Compare it with the original."),
    "no_quoting": N_("Quotation marks were taken as ordinary characters."),
}


class FileProblem(UserError):
    """The file, or a place in it, cannot be taken; `code` is a key of SENTENCES."""


class Refusal(Exception):
    """A FileProblem on the child's side, before it has words: the code and the values of its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def problem(code: str, file: str, values: dict[str, object]) -> FileProblem:
    """The sentence for `code`; a code or value the child made up ends as `reader_stopped`."""
    try:
        made = FileProblem(SENTENCES[code], code=code, **values | {"file": file})
        str(made)
    except (KeyError, IndexError, ValueError):
        return FileProblem(SENTENCES["reader_stopped"], code="reader_stopped", file=file)
    return made


def say(notice: Notice) -> str:
    """The notice as a sentence."""
    return _(NOTICES[notice.code]).format(**dict(notice.values))
