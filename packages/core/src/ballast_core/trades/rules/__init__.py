"""Rules of trade lists."""
