"""Commands for operators of an archive: withdraw, back up, restore, check, keys."""
