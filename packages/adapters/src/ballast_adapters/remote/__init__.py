"""A Ballast that runs elsewhere, asked over its API."""
