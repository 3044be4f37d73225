"""What is known of each activation function that Keras has, as records."""
