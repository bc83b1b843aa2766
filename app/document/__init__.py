"""The knowledge document: the shape of its parts, and checks of the whole."""
