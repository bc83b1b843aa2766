"""The reads of requests: on the event loop, in threads with deadlines, and exports page by page."""
