"""What was said and what codes lie on it: readers, transcripts, turns, segmentation."""

__distribution__ = "fangtan"
