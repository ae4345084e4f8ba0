"""Live channels: what happens, told to browsers and programs while it does."""
