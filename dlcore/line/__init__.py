"""A line of digits, read as a whole: a convolutional-recurrent network with CTC (Graves 2006).

Begin with `read_line`. ctc: the probability of a reading, its gradient, beams and alignments, in
NumPy. example: the same on a few places, with every path listed; script: as a program. picture: a
row of ink -> what the network sees. reading: the answer. Importable without Keras.
"""
