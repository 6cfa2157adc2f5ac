"""Verbs over transcripts and codings: coders, units, association and its tests, networks, ENA,
concordance, comparison of coders, words. Data goes in, values and tables come out; nothing is
printed, drawn, or kept, and no screen, file format or project is chosen here.
"""

__distribution__ = "fangtan"
