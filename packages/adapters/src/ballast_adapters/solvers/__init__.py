"""Solvers of portfolio problems."""
