"""The command line: one file a command, what it shows, and how it is told of faults.

typer and rich live here and nowhere else. What a command computes stands in ``analysis``,
``app.analyses`` or ``app.run``; files load it inside functions, so that ``--help`` stays quick.
"""
