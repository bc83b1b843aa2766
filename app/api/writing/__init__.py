"""Requests that write: one writing thread a process, bodies under a limit, and answers that say what was done."""
