"""Formats of files that hold many articles, or one that has to be unpacked first: one reader a file, behind one table."""
