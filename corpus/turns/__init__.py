"""Who said what: the lines of a document become turns with speakers and roles.

The way goes through one file a step: ``pages`` (what the page put in goes out), ``subtitles`` (cues
are joined), ``acceptance`` with ``shapes``, ``names`` and ``labels`` (which lines open a turn),
``header`` with ``metadata`` (what stands before the talk), ``pieces`` (what each stretch of a line
is), ``assembly`` (the one text), ``roles`` (who asks), ``doubts`` (what a person should look at).
``transcribe`` walks it; its report says of every line what it was taken for.

Never in here: bytes and file formats (``corpus.readers``), codes, and any change to what was said.
"""
