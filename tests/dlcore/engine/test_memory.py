"""The memory that a container leaves, read from what Linux says of its control groups."""

from pathlib import Path

from dlcore.engine import memory

GROUP = "sys/fs/cgroup"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def test_the_smallest_of_the_groups_around_the_process_counts(tmp_path, subtests):
    machine = memory.limit(tmp_path / "nothing there")
    inner = {"proc/self/cgroup": "0::/lab/web\n"}
    for number, (files, expected) in enumerate(
        (
            ({f"{GROUP}/memory.max": "1000000000\n"}, 1_000_000_000),
            ({f"{GROUP}/memory.max": "max\n"}, machine),
            ({f"{GROUP}/memory/memory.limit_in_bytes": "700000000"}, 700_000_000),
            ({f"{GROUP}/memory/memory.limit_in_bytes": "9223372036854771712"}, machine),
            (inner | {f"{GROUP}/lab/web/memory.max": "5"}, 5),
            (inner | {f"{GROUP}/lab/web/memory.max": "7", f"{GROUP}/lab/memory.max": "6"}, 6),
            ({"proc/self/cgroup": "12:memory:/x\n"}, machine),
        )
    ):
        with subtests.test(str(files)):
            assert memory.limit(write(tmp_path / str(number), files)) == expected
