"""Small tasks for an engine to do: no Keras, and quick to import in a worker."""

import functools
import os
import pathlib
import sys
import time

from dlcore.engine.metered import MeteredProcess
from dlcore.errors import LabError
from dlcore.reports import Held


def echo(value):
    return value


def process_id():
    return os.getpid()


def environment(name):
    return os.environ.get(name)


def nap(seconds):
    time.sleep(seconds)
    return seconds


def nap_and_tell():
    time.sleep(0.2)
    return os.getpid()


def fail(message):
    raise KeyError(message)


def refuse(config, report=None, orders=None):
    raise LabError("{what} is not possible.", what=config)


def time_out():
    raise TimeoutError("the task's own")


@functools.cache
def metered(idle_seconds=600.0):
    """The process apart of the worker that this is called in: an answer may take a second."""
    return MeteredProcess(process_id, 1.0, idle_seconds)


def call_metered(task, *args):
    return metered().call(task, *args)


def call_metered_and_let_it_rest(task, *args):
    return metered(0.1).call(task, *args)


def burn():
    """Compute for ever, and let no other thread of this process have a turn."""
    sys.setswitchinterval(1000.0)
    while True:
        pass


def wait_for(file):
    pathlib.Path(file + ".waiting").touch()
    while not pathlib.Path(file).exists():
        time.sleep(0.01)


def die(signal_number):
    os.kill(os.getpid(), signal_number)


def chatter(value):
    print("what a task prints must not get between the answers")
    return value


WARM_MARKS = "DLCORE_TEST_WARM_MARKS"


def warm_up():
    """Leave a mark per process in the directory that the environment names.

    As long as there is a file called "wait" in it, take that long.
    """
    marks = pathlib.Path(os.environ[WARM_MARKS])
    if (marks / "wait").exists():
        (marks / f"waiting-{os.getpid()}").touch()
    while (marks / "wait").exists():
        time.sleep(0.05)
    (marks / str(os.getpid())).touch()


def warm_up_in_vain():
    raise RuntimeError("no weights here")


def train(config, report, orders, checkpoint=b"0"):
    """Run for `config["seconds"]` unless told to end, with 50 steps a second and a report every 5.

    A checkpoint is the number of the last step in words.
    """
    report({"phase": "training", "rewind": int(checkpoint)})
    end, step = time.monotonic() + config.get("seconds", 60.0), int(checkpoint)
    while time.monotonic() < end and not orders():
        step += 1
        for name, value in orders.take_changes().items():
            report({"changes": [[step, name, value]]})
        if step % 5 == 0:
            report({"series": {"loss": [[step, 1.0 / step]]}, "progress": {"epoch": 1}})
            report({"picture": picture(step), "checkpoint": b"%d" % step})
        time.sleep(0.02)
    if orders.paused:
        return Held(b"%d" % step)
    return {"steps": step, "stopped": orders(), "process": os.getpid()}


def train_supplied(config, report, orders, checkpoint=b"0", supply=b"nothing"):
    """As `train`, and say how much it was supplied with and of what."""
    result = train(config, report, orders, checkpoint)
    return result if isinstance(result, Held) else {**result, "supply": (len(supply), supply[:7])}


def picture(step):
    facts = {"share": 1.0 / step, "names": ["a", "b"], "none": None}
    return {"step": step, "seconds": step / 50, "packed": b"\x00\xff", "facts": facts}


def train_marking_its_end(config, report, orders):
    """As `train`, and leave a file behind when it ends by itself or by an order."""
    result = train(config, report, orders)
    pathlib.Path(config["mark"]).touch()
    return result


def train_hoarding(config, report, orders):
    """Keep memory for ever, long enough for Dask to notice."""
    globals()["hoard"] = bytearray(os.urandom(1024)) * (config["bytes"] // 1024)
    return train({"seconds": 2.0}, report, orders)


def train_badly(config, report, should_stop):
    raise ValueError(config)


def train_unpicklable(config, report, should_stop):
    return lambda: None


def train_reporting_nonsense(config, report, should_stop):
    report({"phase": object()})
