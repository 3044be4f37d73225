"""A data set as a file: what visitors bring, and what they take away.

Begin with `read_upload`; `to_npz` and `from_npz` keep all of a set. archive: a stranger's zip.
folders, csv_file, idx, keras_arrays: the kinds of files. fitting: pictures of any size. collected:
what a file held. manifest: what an export says of itself. data_sheet: what goes along with one.
"""

from dlcore.data.formats.collected import Collected, ReadingStopped
from dlcore.data.formats.csv_file import to_csv
from dlcore.data.formats.data_sheet import CardAnswers, card
from dlcore.data.formats.fitting import BeforeAfter
from dlcore.data.formats.folders import to_zip
from dlcore.data.formats.idx import to_idx
from dlcore.data.formats.npz import from_npz, label_of, to_npz
from dlcore.data.formats.upload import preview, read_upload, together

__all__ = [
    "BeforeAfter",
    "CardAnswers",
    "Collected",
    "ReadingStopped",
    "card",
    "from_npz",
    "label_of",
    "preview",
    "read_upload",
    "to_csv",
    "to_idx",
    "to_npz",
    "to_zip",
    "together",
]
