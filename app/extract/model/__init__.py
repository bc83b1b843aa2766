"""Learned tagger for attributions: its windows, decoding and confidence."""
