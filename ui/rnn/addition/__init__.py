"""A network that adds two numbers written as text: ask it, and watch one learn."""
