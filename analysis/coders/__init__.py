"""Machine coders: codebooks and a transcript go in, suggested codings with their evidence come out.

A coder is a file of this room and a line of ``CODERS`` in ``family``. What people have decided
never enters and is never changed here: the store lays suggestions beside it. No coder reads a file,
knows a screen or keeps anything between two transcripts.
"""
