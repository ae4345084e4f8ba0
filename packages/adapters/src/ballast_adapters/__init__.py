"""What connects the core to PostgreSQL, files and the command line."""
