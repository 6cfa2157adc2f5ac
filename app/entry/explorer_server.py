"""The server of the explorer: Streamlit, while what the first page needs is read beside its start and the loading of the browser."""

import os
import sys
import threading


def _ahead() -> None:
    import pandas  # noqa: F401

    from app.desk import open_ahead

    if study := os.environ.get("FANGTAN_STUDY"):
        open_ahead(study)


if __name__ == "__main__":
    threading.Thread(target=_ahead, daemon=True).start()
    from streamlit.web.cli import main

    sys.exit(main(prog_name="streamlit"))
