"""How Alembic reaches the database: over the connection that ``corpus.project.opening`` hands it,
inside its transaction.
"""

from alembic import context

from corpus.project.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
