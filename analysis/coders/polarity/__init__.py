"""Polarity: what is said of a code where it is mentioned, and the cue that decided.

``cues`` are the words, ``clauses`` reads a sentence, ``mention`` is one indicator in it, ``rules``
are the ways to decide, and ``decide`` tries them in order. Knows no codebook, no transcript and no
screen: text, offsets and the class of an indicator go in, a decision comes out.
"""
