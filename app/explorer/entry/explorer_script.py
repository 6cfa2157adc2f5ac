"""What Streamlit runs. It stands in a folder of its own: beside ``pages/`` Streamlit would take
each page for a script.
"""

from app.explorer.main import main

main()
