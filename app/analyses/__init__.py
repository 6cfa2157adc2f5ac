"""The analyses of a finished run, one file each: a study and options in, a ``Result`` out. Shared
by the command line and the explorer.
"""
