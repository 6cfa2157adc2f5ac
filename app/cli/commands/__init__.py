"""The commands, a file each with ``register(app)``: options in, and what ``app.run``,
``app.analyses`` or ``analysis`` makes of them out to ``app.cli.results`` or ``summary``. Nothing is
computed here.
"""
