"""The parts of the page about convolution and pooling."""
