"""Formats of files that hold many articles, or one that is packed: one reader a file, behind one table."""
