"""What follows from a failure: pure functions."""
