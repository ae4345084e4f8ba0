"""Flows: use cases over several contexts, made of their use cases."""
