"""Workbooks: refused early when they are dangerous, then read cell by cell."""
