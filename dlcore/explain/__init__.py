"""What goes on inside an image network, and why it answers as it does.

Each method takes a `Network` (any Keras model from images to class scores) and a batch, returns
arrays, and names its paper. Nothing here knows of digits.
"""
