"""The parts of the page on what deep learning cannot do: a view an experiment."""
