"""What is done for every request, before an answer is looked for, be it kept or made: its id, one line in the log, security headers."""
