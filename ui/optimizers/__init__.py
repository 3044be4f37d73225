"""The sections of the Gradient descent page."""
