"""The Losses page, a module for each section."""
