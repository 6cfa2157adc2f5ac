"""The server of the explorer: Streamlit, while what the first page needs is read beside its start
and the loading of the browser.
"""

import sys
import threading


def main() -> None:
    from app.explorer.preload import ahead

    started = threading.Event()
    threading.Thread(target=ahead, args=(started,), daemon=True).start()
    from streamlit.web.cli import main as streamlit

    started.set()
    sys.exit(streamlit(prog_name="streamlit"))


if __name__ == "__main__":
    main()
