"""Counters of requests, and how Prometheus reads them."""
