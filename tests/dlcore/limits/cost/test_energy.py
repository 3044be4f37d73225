"""Energy against what others have published, and a kernel that a test writes."""

import math

import pytest

from dlcore.limits.cost.energy import ASSUMPTIONS, USUAL, EnergyMeter, grams, litres_boiled
from dlcore.limits.cost.scale import KNOWN, estimate


def test_gpt_3_comes_out_as_its_authors_published_it():
    """Patterson et al.: Carbon emissions and large neural network training (2021), table 4.

    V100 at 24.6 TFLOP/s measured, 330 W, PUE 1.10, 429 g/kWh: 1,287 MWh and 552.1 t.
    """
    assumed = {"peak": 125, "utilisation": 100 * 24.6 / 125, "device_watts": 330}
    gpt = KNOWN["gpt3"]
    found = estimate(gpt.parameters, gpt.tokens, {**assumed, "pue": 1.10, "grid": 429})
    assert found.flop == pytest.approx(3.14e23, rel=0.005)
    assert found.kilowatt_hours == pytest.approx(1_287_000, rel=0.01)
    assert found.kilograms == pytest.approx(552_100, rel=0.01)


def test_known_networks_take_the_operations_that_their_makers_say():
    for name, flop in {"chinchilla": 5.76e23, "palm": 2.53e24, "llama": 3.8e25}.items():
        one = KNOWN[name]
        assert estimate(one.parameters, one.tokens, USUAL).flop == pytest.approx(flop, rel=0.03)


def test_units():
    assert grams(2000, 473) == 946
    # 4.186 kJ a litre and kelvin: 0.093 kWh from 20 to 100 degrees.
    assert litres_boiled(93.02) == pytest.approx(1, abs=1e-3)


def test_every_assumption_is_possible_and_has_a_source():
    for one in ASSUMPTIONS.values():
        assert one.low <= one.value <= one.high
        assert any(part.strip("(),").isdigit() for part in one.source.split())  # a year


def zone(folder, name, energy, largest=10_000_000):
    one = folder / name
    one.mkdir()
    (one / "energy_uj").write_text(f"{energy}\n")
    (one / "max_energy_range_uj").write_text(f"{largest}\n")
    return one / "energy_uj"


def test_joules_of_all_sockets_and_not_of_their_parts_twice(tmp_path):
    first, second = zone(tmp_path, "intel-rapl:0", 1_000_000), zone(tmp_path, "intel-rapl:1", 500)
    part = zone(tmp_path, "intel-rapl:0:0", 7)
    meter = EnergyMeter(tmp_path)
    first.write_text("3500000")
    second.write_text("500500")
    part.write_text("900000")
    assert meter.joules() == pytest.approx(3.0)


def test_a_counter_that_began_anew(tmp_path):
    counter = zone(tmp_path, "intel-rapl:0", 9_000_000)
    meter = EnergyMeter(tmp_path)
    counter.write_text("1000000")
    assert meter.joules() == pytest.approx(2.0)


def test_a_machine_that_does_not_say(tmp_path):
    assert math.isnan(EnergyMeter(tmp_path).joules())
    counter = zone(tmp_path, "intel-rapl:0", 1)
    meter = EnergyMeter(tmp_path)
    counter.unlink()
    assert math.isnan(meter.joules())
    counter.write_text("nonsense")
    assert math.isnan(EnergyMeter(tmp_path).joules())
