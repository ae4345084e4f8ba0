"""Files of trades, as programs write them, to columns."""
