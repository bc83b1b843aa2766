"""Attributions as claims: source, cue and content, with kind, mode, addressee, outlet and date."""
