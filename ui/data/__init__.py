"""The parts of the page on one's own data: where a set comes from, and what is done with it."""
