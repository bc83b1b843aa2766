"""Events of a text: kind, status, date, place, participants and figures."""
