"""One HTTP client for all providers: time-outs, retries, limits, a circuit breaker, and no key in any log."""
