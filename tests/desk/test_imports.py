"""Qt's Python side does not read every module that is imported beside it."""

import os
import subprocess
import sys

import pytest
from tests.test_app import HERE

LOOK = """
import linecache
import sys
import PySide6.QtCore
if sys.argv[1] == "ours":
    import shopdesk.desk
import sqlite3.dbapi2
print(any("sqlite3" in name for name in linecache.cache))
"""


@pytest.mark.parametrize(("whose", "was_read"), [("ours", "False"), ("Qt's", "True")])
def test_the_source_of_an_imported_module_is_not_read(whose: str, was_read: str) -> None:
    """Where Qt alone is no longer found to do it, `imports` can go."""
    command = [sys.executable, "-c", LOOK, whose]
    done = subprocess.run(command, env=os.environ | HERE, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (was_read, "")
