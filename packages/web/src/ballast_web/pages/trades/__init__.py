"""Pages about trade lists: one selection in the address, and everything that follows from it."""
