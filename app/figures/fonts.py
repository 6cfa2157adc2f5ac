"""Chinese in pictures on any machine: the font comes with a package, none of the system is
needed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def chinese() -> str:
    """Register Noto Sans SC (SIL OFL, from pylopdf-fonts-zh-cn) with matplotlib; returns the family
    name.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import font_manager

    root = Path(str(files("pylopdf_fonts_zh_cn")))
    found = sorted(path for path in root.rglob("*") if path.suffix.lower() in (".otf", ".ttf"))
    chosen = next((path for path in found if "sans" in path.name.lower()), found[0])
    font_manager.fontManager.addfont(str(chosen))
    family: str = font_manager.FontProperties(fname=str(chosen)).get_name()
    matplotlib.rcParams["font.family"] = [family, "DejaVu Sans"]
    matplotlib.rcParams["axes.unicode_minus"] = False
    matplotlib.rcParams["text.parse_math"] = False  # a name may hold dollar signs
    matplotlib.rcParams["svg.fonttype"] = "path"
    matplotlib.rcParams["svg.hashsalt"] = "fangtan"
    return family
