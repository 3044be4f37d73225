"""Adding two numbers that are written as text, character by character: a task where time matters.

alphabet.py   characters and their numbers
question.py   what a visitor typed -> a sum
sums.py       which sums are trained on and which are held out; drawing them
config.py     AdditionConfig: the network and its training
network.py    the encoder and the decoder
answering.py  the answer, character by character
evaluation.py  how often it is right, by length
training.py   train_addition(config, report, should_stop)
asking.py     what a page asks: one's own sum
"""
