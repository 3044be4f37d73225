"""A deep-learning lab on real Keras models, usable from a notebook.

Begin with a package's face, each importable without Keras: data, digits, registry; cnn, rnn, gan,
addition; training; activations, losses, optimizers, convolution, explain, metrics. figures draws
what they return, engine runs them in other processes, tasks is what it can be asked for, and
pretrain makes the models that ship.
"""

__version__ = "0.1.0"
