"""Cells of workbooks."""
