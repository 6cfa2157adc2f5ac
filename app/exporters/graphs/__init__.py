"""Networks in the formats of other programs: one file a format, all listed in ``exporters``.

Here a graph becomes bytes of files. What a network is, how it is laid out and coloured never
enters: that is ``analysis.networks``, ``app.figures`` and ``app.palette``.
"""
