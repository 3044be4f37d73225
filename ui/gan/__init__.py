"""The parts of the page about generative adversarial networks."""
