"""Data sets on any page: the visitor's own, those that are there for everybody, and the choice."""
