"""Data -> plotly Figure: numbers first, then a drawing that cannot fail on empty input.

No Keras and no I/O here. Labels are arguments, so that a figure speaks the language of its reader.
"""
