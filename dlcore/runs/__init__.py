"""Runs that are kept: what they were, what they left, and how they compare."""
