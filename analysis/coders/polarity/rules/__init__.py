"""The rules of polarity, a file for each thing that they ask for. Their order is in ``decide``.

A rule reads one mention and leaves it as it is; it knows no rule before or after it.
"""
