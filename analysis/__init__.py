"""Verbs over transcripts and codings: coders, units, co-occurrence, networks."""

__distribution__ = "fangtan"
