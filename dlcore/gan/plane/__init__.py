"""A GAN on points of the plane, where one can see all of it at once.

points: what is imitated. config, networks: both players. game, game_losses: their turns, compiled
once. state: what a visitor takes along. opinion, coverage: what can be said of it. play: turns and
films. slow_motion: one turn in pieces. script: the same as a plain Keras program.
"""
