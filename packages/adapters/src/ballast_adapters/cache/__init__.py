"""Answers that are kept a while, for one process or for several."""
