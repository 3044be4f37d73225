"""How the models that ship are made: `python -m dlcore.pretrain NAME`; no part of the lab itself.

Begin with recipes: a recipe a model. classifier: networks that read drawings. handwriting: what
they learn from. augmentation, calibration: on the way. evaluation: the metrics of their cards.
"""
