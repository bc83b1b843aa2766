"""Make and revoke API keys."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import Engine, or_, select, update
from sqlmodel import col

from app.database.engines import write_session
from app.database.tables.keys import ApiKey
from app.errors import NameTaken, NotFound
from app.ingest.administering.restrictions import Revocation
from app.terms.api_keys import SCOPES, KeyScope, digest_of, new_key, new_key_id


def create_key(engine: Engine, name: str, scopes: Collection[KeyScope]) -> str:
    """Make an API key, and return it. It is stored nowhere: nobody can be told it again.

    Raises:
        NameTaken: a key has this name, or had it before it was revoked.
    """
    key = new_key()
    row = ApiKey(
        id=new_key_id(),
        name=name,
        sha256=digest_of(key),
        scopes=[scope for scope in SCOPES if scope in scopes],
        created_at=datetime.now(UTC),
        revoked_at=None,
    )
    with write_session(engine) as session:
        if session.execute(select(col(ApiKey.id)).where(col(ApiKey.name) == name)).first():
            raise NameTaken(f"A key has, or had, the name {name!r}. Histories tell keys apart by name: take another.")
        session.add(row)
    return key


def revoke_key(engine: Engine, id_or_name: str) -> str:
    """Revoke a key: the next request with it is refused. Return its name. A key that was revoked before stays as it is.

    Raises:
        NotFound: no key has this id or name.
    """
    with write_session(engine) as session:
        is_meant = or_(col(ApiKey.id) == id_or_name, col(ApiKey.name) == id_or_name)
        found = session.execute(select(col(ApiKey.id), col(ApiKey.name)).where(is_meant)).first()
        if found is None:
            raise NotFound(f"No key has the id or name {id_or_name!r}: `onrecord keys list` shows them.")
        is_valid = col(ApiKey.revoked_at).is_(None)
        session.execute(update(ApiKey).where(col(ApiKey.id) == found.id, is_valid).values(revoked_at=datetime.now(UTC)))
        name: str = found.name
    return name


def revoke_again(engine: Engine, revocations: Iterable[Revocation]) -> int:
    """Revoke the keys that were revoked after the backup from which this database was restored, each as of then.

    Keys that this database does not have are passed over: nothing is let in by them.

    Returns:
        How many keys were valid here.
    """
    with write_session(engine) as session:
        is_valid = col(ApiKey.revoked_at).is_(None)
        valid = set(session.scalars(select(col(ApiKey.id)).where(is_valid)))
        revoked = {each.key_id: each.revoked_at for each in revocations if each.key_id in valid}
        for key_id, at in revoked.items():
            session.execute(update(ApiKey).where(col(ApiKey.id) == key_id).values(revoked_at=at))
    return len(revoked)
