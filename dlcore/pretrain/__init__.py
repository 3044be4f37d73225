"""How the models that ship are made; never imported by a page."""
