"""The faces of fangtan: command line and explorer, with figures, exporters and reports."""

__distribution__ = "fangtan"
