"""The parts of the page about the inside of a CNN."""
