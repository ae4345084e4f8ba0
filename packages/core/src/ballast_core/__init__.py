"""The pure core of Ballast: entities, rules, ports and use cases; no I/O, no framework."""
