"""Speakers of claims: names, pronouns and descriptions resolved to entities of the document."""
