"""The web surface of Ballast: the API under `/api/v1` and one start page."""
