"""Handwriting as pen strokes, and images of it to train on.

Begin with material: `gather` draws all there is to learn from. strokes: files, and drawing. styles,
not_digits: digits and other things that are made up. variation: other hands. pool: many at once.
"""
