"""Adding two numbers that are written as text: sequence to sequence, character by character.

Begin with training: `train_addition(AdditionConfig(), report, should_stop)`.

alphabet.py   characters and their codes
question.py   a sum as people type it -> `Sum`
sums.py       which sums are trained on and which are held out; drawing them
config.py     AdditionConfig: the network and its training
network.py    the encoder and the decoder
answering.py  greedy decoding of the answer, with its probabilities
evaluation.py  accuracy by the lengths of both numbers
training.py   the run itself
asking.py     one sum, by the name of a network
card.py       what a card says of it
script.py     the same run as a plain Keras program
"""
