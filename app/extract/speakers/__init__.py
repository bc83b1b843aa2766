"""Who the sources are: names, pronouns and descriptions resolved to entities of the document."""
