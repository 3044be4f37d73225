"""An adding network's settings say what is wrong with them."""

import pytest

from dlcore.addition.config import AdditionConfig, answer_length, question_length
from dlcore.validation import ConfigError


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("digits", 0),
        ("digits", 5),
        ("digits", True),
        ("cell", "elman"),
        ("units", 0),
        ("units", 513),
        ("reverse", 1),
        ("ones_first", "no"),
        ("batch_size", 0),
        ("batch_size", 4097),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("epochs", 0),
        ("epochs", 401),
        ("sums_per_epoch", 0),
        ("seed", -1),
    ],
)
def test_what_is_impossible_is_refused_by_name(field, value):
    with pytest.raises(ConfigError, match=rf"^{field} must be .* Received: "):
        AdditionConfig(**{field: value})


def test_lengths_are_those_of_the_longest_sum():
    for digits in range(1, 5):
        longest = 10**digits - 1
        assert question_length(digits) == len(f"{longest}+{longest}")
        assert answer_length(digits) == len(str(longest + longest))


def test_only_full_batches_are_trained_on_but_at_least_one():
    assert AdditionConfig(sums_per_epoch=100, batch_size=30, epochs=4).steps_per_epoch == 3
    assert AdditionConfig(sums_per_epoch=100, batch_size=30, epochs=4).steps == 12
    assert AdditionConfig(sums_per_epoch=10, batch_size=30).steps_per_epoch == 1
