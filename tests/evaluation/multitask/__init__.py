"""Training of the next tagger: one model for claims with kinds, modes and dates, and for events, of both corpora.

The program does not run it yet. Only the first epochs have been run: the loss of a batch fell from 4.0 to 1.5 in three. What is left: train
it, with one run for each fold left out; decode what it gives in ``app/extract/model``; compare with the rules by cross-validation; delete
the rules that it beats.
"""
