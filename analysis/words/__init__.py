"""Statistics of words: which words carry content, keywords of groups, phrases as candidates for a
dictionary. Tokens come from ``corpus.segmentation``. Codes never enter: ``analysis.coders`` matches
indicators on raw text, not on tokens.
"""
