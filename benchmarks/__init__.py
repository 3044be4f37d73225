"""Programs behind the figures in the README: each prints a ratio of two things run in turn."""
