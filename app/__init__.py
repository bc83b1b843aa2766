"""On Record: who said what, about what, when, in which article, word for word where."""
