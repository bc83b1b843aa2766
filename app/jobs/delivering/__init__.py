"""Messages to webhooks: made, signed, sent to addresses that may be called, and noted."""
