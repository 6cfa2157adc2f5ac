"""The analyses of a study, one file each: a study and frozen options in, a ``Result`` out. The
command line, the explorer and the page 导出 take them from the family in ``every``.

A file holds the options (checked when they are made; an error names the argument and its range),
the function, and the pictures of the result. What never enters: a language. Frames hold codes and
values as they are stored, notes are keys with values, pictures and graph files are functions of the
language, called by the face that shows them. Nor statistics, which stand in ``analysis``; nor a
screen, a file or a path.
"""
