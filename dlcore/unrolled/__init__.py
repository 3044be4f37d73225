"""What the page about recurrent networks asks of the engine: one module, one question.

Each function ends with `model` and `data`, which name a network as `networks.find_model` takes it.
Images are (28, 28) float32 in [0, 1], white ink on black. Importable without Keras.
"""
