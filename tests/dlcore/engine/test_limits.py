import pytest

from dlcore.engine.limits import MINUTES_VARIABLE, RUNS_VARIABLE, Limits


def test_what_is_not_said_is_usual():
    assert Limits.from_environment({}) == Limits(1, 30.0, 10.0)
    assert Limits.from_environment({RUNS_VARIABLE: " ", MINUTES_VARIABLE: ""}) == Limits()


def test_what_is_said_counts():
    said = {RUNS_VARIABLE: "3", MINUTES_VARIABLE: "7.5"}
    assert Limits.from_environment(said) == Limits(3, 7.5)


@pytest.mark.parametrize("name", [RUNS_VARIABLE, MINUTES_VARIABLE])
@pytest.mark.parametrize("text", ["0", "-1", "many", "nan", "inf", "1e999", "1,5", "１.5.0"])
def test_what_is_impossible_is_refused_in_one_sentence(name, text):
    with pytest.raises(ValueError, match=rf"{name} must be .*or more\. Received: '") as refusal:
        Limits.from_environment({name: text})
    assert repr(text) in str(refusal.value)


def test_half_a_training_is_refused():
    with pytest.raises(ValueError, match="a whole number of 1 or more"):
        Limits.from_environment({RUNS_VARIABLE: "1.5"})


@pytest.mark.parametrize("wrong", [{"runs_per_visitor": 0}, {"run_minutes": 0.0}])
def test_limits_of_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match="more"):
        Limits(**wrong)
