"""Article text: read from files, records and web pages, segmented, and the words of English grammar."""
