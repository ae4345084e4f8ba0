"""When exchanges trade."""
