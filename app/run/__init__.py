"""``fangtan run``: from files, or a project, to a folder of results.

Reading, coding and counting file by file with a cache, then tables, pictures, workbook and report.
What never enters: a screen, the options of a command line, analyses of a finished run.
"""
