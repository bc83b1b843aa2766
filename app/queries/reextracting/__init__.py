"""Articles of the archive that are extracted again, as they stand there."""
