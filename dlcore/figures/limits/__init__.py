"""What experiments find, as pictures; each module draws one of them."""
