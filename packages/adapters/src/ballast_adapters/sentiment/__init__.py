"""How texts feel."""
