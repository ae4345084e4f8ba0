"""Durable jobs on PostgreSQL."""
