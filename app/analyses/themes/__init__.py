"""Analyses whose rows are the themes of a codebook, or the groups of a lens."""
