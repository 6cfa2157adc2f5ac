"""Analyses of the words said, whatever the codes."""
