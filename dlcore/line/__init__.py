"""A line of digits, read as a whole: a convolutional-recurrent network with CTC (Graves 2006).

Begin with `reading.read_line`, or with `number.read_likeliest` for a whole picture. picture: a row
of ink -> what the network sees. network: its layers. ctc: the probability of a reading, its
gradient, beams and alignments, in NumPy. example: the same on a few places, with every path listed;
script: as a program. reading: the answer. parting: the ink of each symbol. number: rows of
characters, read together with the classifier. Importable without Keras.
"""
