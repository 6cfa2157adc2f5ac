"""The words that decide polarity, as regular expressions over shadow text (folded, simplified).

Built for spoken Chinese; a file for each thing that a cue can mean. Which rule asks for which cue,
and in what order, stands in ``analysis.coders.polarity.decide``. Words of a codebook never enter.
"""
