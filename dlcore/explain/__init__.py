"""What goes on inside an image network, and why it answers as it does.

Begin with network: `Network(model)`, for any Keras model from images to class scores. Each method
takes one and a batch, returns arrays, and names its paper: attribution, features, maximisation,
attack, ablation; recurrent, cells and vanishing for recurrent networks. Nothing here knows of
digits.
"""
