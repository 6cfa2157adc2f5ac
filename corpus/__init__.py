"""What was said and what codes lie on it: the nouns of the house.

Readers, documents, turns, transcripts with one immutable text, spans in code points, codings,
problems as values, segmentation, the project store, and the catalogue of messages.

Never in here: what to look for (``codebooks``), what to count (``analysis``), a screen or a file of
results (``app``).
"""

__distribution__ = "fangtan"
