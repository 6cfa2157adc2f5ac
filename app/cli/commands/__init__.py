"""Commands on a finished run or a study, a file each: options in, a ``Result`` out to
``app.cli.results``. What they compute is in ``analysis``; nothing is computed here.
"""
