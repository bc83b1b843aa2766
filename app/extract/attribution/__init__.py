"""Who said what: source, cue and content of each claim, with kind, mode, addressee and date of saying."""
