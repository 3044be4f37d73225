"""Exercises that check themselves: a question, where to begin, and what finds out if it is done.

Begin with `EXERCISES`, which a page and a test walk, and `check`, which measures. What a page is
set to comes as a value of dlcore (`DescentConfig`, `Window`, ...): an exercise knows no widget.
"""

from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.exercises.table import EXERCISES, check, of_page

__all__ = ["EXERCISES", "Checked", "CourseExercise", "Prediction", "check", "of_page"]
