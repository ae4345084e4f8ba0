"""The terminal screens of Ballast."""
