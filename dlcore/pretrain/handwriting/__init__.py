"""Handwriting as pen strokes: files of it, digits and other things made up, and drawing them."""
