"""A GAN on points of the plane, where data, samples and D(x) can be looked at whole.

Begin with play: `start(PlaneConfig())`, then `advance`. points: the distributions. config,
networks: both players. game, game_losses: their updates, compiled once. state: weights and
optimizers as numbers. opinion, coverage, diagnosis: what is measured. slow_motion: one update in
parts. script: the same as a plain Keras program.
"""
