"""Rows out to files: workbooks, csv, templates, rejected rows and the profit sheet."""
