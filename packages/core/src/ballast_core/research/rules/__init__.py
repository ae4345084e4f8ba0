"""Rules of research."""
