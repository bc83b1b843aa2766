"""What happened: events with kind, status, date, place, participants and figures."""
