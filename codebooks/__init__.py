"""What to look for: the codebook model, its YAML with the line of every mistake, its linter, pure
edits, regional variants of its words, and the codebooks that ship.

Never in here: how a file is read or a turn is found (``corpus``), how a text is coded or a code is
counted (``analysis``). The examples of a code are tried out there, by ``analysis.coders.check``.
"""

__distribution__ = "fangtan"
