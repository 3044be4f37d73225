"""The page of one neuron and of small networks on the plane."""
