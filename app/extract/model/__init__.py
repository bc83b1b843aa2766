"""The learned tagger that finds attributions in word pieces, and the confidence of what it finds."""
