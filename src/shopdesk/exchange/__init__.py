"""Files in and out: reading, recognising, the dry run, loading and writing workbooks; no window here."""
