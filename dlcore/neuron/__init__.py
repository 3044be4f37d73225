"""One neuron, then a few: small dense Keras networks on points of the plane, step by step."""
