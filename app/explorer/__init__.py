"""The explorer: a study in the browser, for the researcher who codes and the reviewer who reads.

``server`` starts it, ``main`` draws the frame, and each room below uses only those after it:
``pages`` (one file each) → ``widgets`` (what pages share) → ``components`` (what runs in the
browser) → ``state`` (what is known of the study, without a screen). Never here: statistics, files
written by hand, and a way to the store beside ``session.edit``.
"""
