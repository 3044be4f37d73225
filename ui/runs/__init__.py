"""The parts of the page about runs that are kept."""
