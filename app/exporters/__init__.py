"""Files that a person or another program opens: CSV, workbooks, quotations, cases, graphs, bundles.

One writer for each kind of file, whichever face asks. What never enters: counting, words for a
screen, and decisions on what is exported; a face hands over frames, a study or a graph.
"""
