"""The parts of the page about recurrent networks."""
