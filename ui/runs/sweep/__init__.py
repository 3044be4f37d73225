"""The part of the page where two settings are tried out in many trainings at once."""
