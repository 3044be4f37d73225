"""What deep learning cannot do: five experiments on real Keras networks, each of a package.

membership   what a network learns by heart, and who can tell
bias         what it makes of what it hardly ever saw
confidence   how sure it is of what is no digit
explanation  whether explanations depend on the network
cost         what training and answering cost, and what saves some

experiment.py is what they report through, kept.py how results are written down, and table.py a
record of each. An experiment's `run(config, data, experiment)` is its whole.
"""
