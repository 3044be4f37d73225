import pytest

from dlcore.runs.quota import MB_VARIABLE, RUNS_VARIABLE, TOTAL_VARIABLE, Holding, Quota, surplus

MUCH = 10**9


def gone(holdings, **quota):
    found = surplus(holdings, Quota(**{"runs": MUCH, "owner_bytes": MUCH} | quota))
    return sorted(found.runs), sorted(found.checkpoints)


def some(count, **changed):
    usual = {"owner": "a", "size": 100}
    return [Holding(f"{n}", created=n, **usual | changed) for n in range(count)]


def test_what_is_not_said_is_usual():
    assert Quota.from_environment({}) == Quota(200, 500_000_000, 5_000_000_000)
    said = {RUNS_VARIABLE: " 7 ", MB_VARIABLE: "8", TOTAL_VARIABLE: "9"}
    assert Quota.from_environment(said) == Quota(7, 8_000_000, 9_000_000)


@pytest.mark.parametrize("name", [RUNS_VARIABLE, MB_VARIABLE, TOTAL_VARIABLE])
def test_what_is_impossible_is_refused_in_one_sentence(name):
    for text in ("0", "-1", "many", "1.5", "nan", "inf", "1e9", "９", "9" * 5000):
        with pytest.raises(ValueError, match=rf"{name} must be .*or more\. Received: '"):
            Quota.from_environment({name: text})


def test_within_the_quota_all_stays():
    assert gone(some(3), runs=3, owner_bytes=300, total_bytes=300) == ([], [])
    assert gone([], runs=1) == ([], [])


def test_the_oldest_go_first():
    assert gone(some(5), runs=3) == (["0", "1"], [])
    assert gone(some(5), owner_bytes=350) == (["0", "1"], [])


def test_pinned_ones_go_last_but_go():
    pinned = some(2, pinned=True)
    others = [Holding("9", "a", 9.0, 100), Holding("8", "a", 8.0, 100)]
    assert gone([*pinned, *others], runs=3) == (["8"], [])
    assert gone([*pinned, *others], runs=1) == (["0", "8", "9"], [])


def test_what_is_under_way_stays_whatever_it_takes():
    assert gone(some(3, under_way=True), runs=1, owner_bytes=1, total_bytes=1) == ([], [])


def test_what_was_deleted_goes_before_all_else():
    deleted = Holding("x", "a", 99.0, 100, deleted=True)
    assert gone([*some(3, checkpoint=50), deleted], owner_bytes=300) == (["x"], [])
    assert gone([*some(3), deleted], runs=3) == (["x"], [])


def test_checkpoints_of_finished_runs_go_before_runs():
    assert gone(some(3, checkpoint=60), owner_bytes=250) == ([], ["0"])
    assert gone(some(3, checkpoint=60), owner_bytes=100) == (["0"], ["1", "2"])
    paused = some(3, checkpoint=60, finished=False)
    assert gone(paused, owner_bytes=250) == (["0"], [])


def test_each_owner_has_their_own_share():
    theirs = [Holding("x", "b", 0.0, 100), Holding("y", None, 0.0, 100)]
    assert gone([*some(3), *theirs], runs=2) == (["0"], [])


def test_all_together_have_a_limit():
    theirs = [Holding("x", "b", 0.5, 100), Holding("y", "b", 1.5, 100)]
    assert gone([*some(2), *theirs], total_bytes=250) == (["0", "x"], [])
