"""A deep-learning lab on real Keras models: the library behind the pages, usable by itself."""

__version__ = "0.1.0"
