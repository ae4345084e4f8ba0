"""Passwords under argon2, secrets under a keyed hash, and the file of the key."""
