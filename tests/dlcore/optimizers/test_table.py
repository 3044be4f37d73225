"""The table of optimizers: all of Keras is in it, and each makes the real object."""

import inspect

import keras

from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.table import WRAPPERS


def test_every_optimizer_of_keras_is_in_the_table():
    """A new release with a new optimizer is noticed here."""
    classes = {
        name
        for name, found in vars(keras.optimizers).items()
        if inspect.isclass(found) and issubclass(found, keras.optimizers.Optimizer)
    } - {"Optimizer"}
    assert classes - set(WRAPPERS) == {record.spec.kind for record in OPTIMIZERS.values()}


def test_the_best_known_come_first():
    """The first six have colours of their own."""
    assert list(OPTIMIZERS)[:6] == ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]


def test_each_makes_its_keras_object(subtests):
    for name, record in OPTIMIZERS.items():
        with subtests.test(name):
            optimizer = record.spec.make(0.25)
            assert type(optimizer) is getattr(keras.optimizers, record.spec.kind)
            assert float(optimizer.learning_rate) == 0.25
            config = optimizer.get_config()
            assert record.spec.arguments.items() <= config.items()


def test_each_record_is_complete(subtests):
    for name, record in OPTIMIZERS.items():
        with subtests.test(name):
            texts = (record.label, record.formula, record.idea, record.trouble, record.reference)
            assert all(texts)
            assert r"\theta" in record.formula
            assert record.factor > 0
