"""Handwriting as pen strokes, and images of it to train on.

Begin with material: `gather` draws all there is to learn from. strokes: files, and drawing. styles,
not_digits: digits and other things that are made up. fonts: glyphs; printed, scripts: digits that
no hand wrote, and characters of other scripts. variation: other hands. wear: what a picture loses.
pool: many at once.
"""
