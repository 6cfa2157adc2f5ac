"""A study, whichever face asks: its files, how they are read, and its project.

Finding inputs, settings of reading, importing and coding into a project, and a study as analyses
read it. What never enters: analyses, pictures, files of results, a screen.
"""
