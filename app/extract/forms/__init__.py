"""Forms of text other than the news report, told by their layout, in which whole turns are claims: transcripts, interviews."""
