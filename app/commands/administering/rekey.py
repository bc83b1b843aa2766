"""The command ``onrecord rekey``: encrypt the secrets of webhooks by another key."""

import typer
from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import checkpoint, write_engine, write_session
from app.errors import OnRecordError
from app.ingest.administering.secrets import SecretBox
from app.ingest.administering.webhooks import encrypt_anew

EXAMPLE = "onrecord rekey"


def rekey() -> None:
    """Encrypt the secrets of webhooks by the first key of ONRECORD_SECRET_KEY.

    The others are not needed any more then. If a secret was encrypted by none of the keys, nothing is changed.
    """
    settings = load_settings()
    require_database(settings.database_url)
    engine = write_engine(settings.database_url)
    try:
        box = SecretBox(settings)
        with write_session(engine) as session:
            number = encrypt_anew(session, box)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
        checkpoint(settings.database_url)
    typer.echo(f"{number} webhook{'' if number == 1 else 's'}: secrets are encrypted by the first key")
