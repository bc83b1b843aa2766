"""What is known of one entity: its roles, groups, kinds of claims, and who speaks about whom."""

from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from app.parts import EntityRef, TopicRef
from app.queries import events as event_queries
from app.queries.shapes import entity_columns, entity_ref
from app.queries.tables import appearances, claim_abouts, claims, entities, events, members, participants, roles
from app.schemas import CountOut, EventOut, RoleOut, TopicCount
from app.vocabulary import Units

LATEST_EVENTS = 20
TOPICS = 50


def roles_of(connection: Connection, entity_id: str) -> list[RoleOut]:
    """Return every role that an article gives the entity, without repeats, by title and organization."""
    at = and_(appearances.c.article_id == roles.c.article_id, appearances.c.position == roles.c.position)
    rows = select(roles.c.title, roles.c.organization).distinct().join(appearances, at).where(appearances.c.entity_id == entity_id)
    found = [RoleOut(title=row.title, organization=row.organization) for row in connection.execute(rows)]
    return sorted(found, key=lambda role: (role["title"] or "", role["organization"] or ""))


def members_of(connection: Connection, group_id: str) -> list[EntityRef]:
    """Return the members of a group, by id."""
    return _entities(connection, select(members.c.entity_id).where(members.c.group_id == group_id))


def groups_of(connection: Connection, entity_id: str) -> list[EntityRef]:
    """Return the groups that the entity is a member of, by id."""
    return _entities(connection, select(members.c.group_id).where(members.c.entity_id == entity_id))


def claims_by(connection: Connection, entity_id: str, what: Literal["kind", "mode"]) -> list[CountOut]:
    """Count the claims of the entity by kind or mode: commonest first, then by value."""
    value, number = claims.c[what], func.count()
    rows = (
        select(value.label("value"), number.label("number"))
        .where(claims.c.speaker_id == entity_id)
        .group_by(value)
        .order_by(number.desc(), value)
    )
    return [CountOut(value=row.value, count=row.number) for row in connection.execute(rows)]


def speaks_about(connection: Connection, entity_id: str) -> list[TopicCount]:
    """Return the 50 entities, then the 50 events, that most of its claims are about: by claims, then id."""
    said_by = claim_abouts.join(claims, claims.c.id == claim_abouts.c.claim_id)
    about_entities = said_by.join(entities, entities.c.id == claim_abouts.c.entity_id)
    about_events = said_by.join(events, events.c.id == claim_abouts.c.event_id)
    is_speaker = claims.c.speaker_id == entity_id
    label = func.coalesce(entities.c.name, entities.c.descriptor)
    return [
        *_topics(connection, about_entities, is_speaker, "entity", entities.c.id, label),
        *_topics(connection, about_events, is_speaker, "event", events.c.id, events.c.title),
    ]


def spoken_about_by(connection: Connection, entity_id: str) -> list[TopicCount]:
    """Return the 50 speakers with most claims about the entity: by claims, then id."""
    joined = claim_abouts.join(claims, claims.c.id == claim_abouts.c.claim_id).join(entities, entities.c.id == claims.c.speaker_id)
    label = func.coalesce(entities.c.name, entities.c.descriptor)
    return _topics(connection, joined, claim_abouts.c.entity_id == entity_id, "entity", entities.c.id, label)


def latest_events(connection: Connection, entity_id: str, units: Units) -> list[EventOut]:
    """Return the latest 20 events that the entity takes part in."""
    taking_part = events.c.id.in_(select(participants.c.event_id).where(participants.c.entity_id == entity_id))
    rows = event_queries.EVENT_ROWS.where(taking_part).order_by(*event_queries.ORDERS["-date"].by()).limit(LATEST_EVENTS)
    return event_queries.shape_events(connection, connection.execute(rows).all(), units)


def _entities(connection: Connection, ids: Select[Any]) -> list[EntityRef]:
    rows = connection.execute(select(*entity_columns(entities, "entity")).where(entities.c.id.in_(ids)).order_by(entities.c.id))
    return [cast(EntityRef, entity_ref(row, "entity")) for row in rows]


def _topics(
    connection: Connection,
    source: Any,
    where: ColumnElement[bool],
    kind: Literal["entity", "event"],
    topic_id: ColumnElement[Any],
    label: ColumnElement[Any],
) -> list[TopicCount]:
    number = func.count(claims.c.id.distinct())
    rows = (
        select(topic_id.label("id"), label.label("label"), number.label("number"))
        .select_from(source)
        .where(where)
        .group_by(topic_id, label)
        .order_by(number.desc(), topic_id)
        .limit(TOPICS)
    )
    return [TopicCount(topic=TopicRef(id=row.id, type=kind, label=row.label), count=row.number) for row in connection.execute(rows)]
