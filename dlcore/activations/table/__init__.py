"""A record for each activation of Keras: sigmoids, rectifiers, others. record: what it holds."""
