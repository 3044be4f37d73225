"""Programs behind the figures in benchmarks/README.md: each compares two things, run in turn."""
