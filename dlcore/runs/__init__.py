"""Runs of every kind, kept: what was asked for, how it went, what came out.

Begin with `record.RunRecord`, what is known of a run at a glance, and `store.Store.open()`.

codec.py     configs, results and series as bytes, and back
store.py     where runs are kept: in a database, and in memory while there is none
database.py  what is asked of it; tables.py: its tables
waiting.py   what is not in them yet
trouble.py   what can be wrong with a database
sets.py      data sets that are kept beside them
gatherings.py  what several visitors draw for one; gathering_tables.py: its tables
classwork.py   what classes do of the exercises; classwork_tables.py: its tables
quota.py     how much is kept, and what goes first
servers.py   which of the servers that share a database have died
recorder.py  writes a run down while it goes; summary.py: its numbers
export/      a run in the formats of other programs

Light: the database's library is imported when a store is opened.
"""

from dlcore.runs.record import RunRecord

__all__ = ["RunRecord"]
