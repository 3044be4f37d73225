"""What a trained generator draws, and how good it is.

shipped, drawing: images from labels and a seed. opened: the generator in its parts. latent: its
latent space. samples, journeys, typed: many at once, interpolation and edits, a number or a date.
judge, quality, variety, neighbours: metrics by classifiers that it was not trained with, and by
pixels.
"""
