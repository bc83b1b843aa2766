"""Read the parts of an entity's detail: roles, members and groups, kinds of claims, topics, speakers about it, latest events."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select

from app.answers.entities import CountOut, RoleOut, TopicCount
from app.answers.events import EventOut
from app.answers.parts import EntityRef, TopicRef
from app.queries import events as event_queries
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.tables import claim_abouts, claims, entities, events, members, participants, roles
from app.terms.vocabulary import Units

LATEST_EVENTS = 20
TOPICS = 50
ENTITY_LABEL = func.coalesce(entities.c.name, entities.c.descriptor)


def list_roles(connection: Connection, entity: int) -> list[RoleOut]:
    """List the distinct roles that articles give the entity of this number, by title and organization."""
    statement = select(roles.c.title, roles.c.organization).distinct().where(roles.c.entity_number == entity)
    distinct_roles = [RoleOut(title=row.title, organization=row.organization) for row in connection.execute(statement)]
    return sorted(distinct_roles, key=lambda role: (role["title"] or "", role["organization"] or ""))


def list_members(connection: Connection, group: int) -> list[EntityRef]:
    """List the members of a group, by id."""
    return _entities(connection, select(members.c.entity_number).where(members.c.group_number == group))


def list_groups(connection: Connection, entity: int) -> list[EntityRef]:
    """List the groups that the entity is a member of, by id."""
    return _entities(connection, select(members.c.group_number).where(members.c.entity_number == entity))


def count_kinds_and_modes(connection: Connection, entity: int) -> tuple[list[CountOut], list[CountOut]]:
    """Count the claims of the entity by kind and by mode: commonest first, then by value."""
    by = (claims.c.kind, claims.c.mode)
    kinds, modes = Counter[str](), Counter[str]()
    for kind, mode, number in connection.execute(select(*by, func.count()).where(claims.c.speaker_number == entity).group_by(*by)):
        kinds[kind] += number
        modes[mode] += number
    return by_count(kinds), by_count(modes)


def by_count(tally: Mapping[str, int]) -> list[CountOut]:
    """Return a tally as a list: commonest first, then by value."""
    return [CountOut(value=value, count=number) for value, number in sorted(tally.items(), key=lambda count: (-count[1], count[0]))]


def list_topics(connection: Connection, entity: int) -> list[TopicCount]:
    """List the 50 entities, then the 50 events, with most of the entity's claims about them: by number of claims, then id."""
    is_speaker = claim_abouts.c.speaker_number == entity
    # Without an entity there is an event: the condition changes no result, but then the index (speaker, entity, event) is followed.
    is_about_event = and_(is_speaker, claim_abouts.c.entity_number.is_(None))
    return [
        *_topics(connection, claim_abouts.c.entity_number, is_speaker, "entity", entities, ENTITY_LABEL),
        *_topics(connection, claim_abouts.c.event_number, is_about_event, "event", events, events.c.title),
    ]


def list_speakers_about(connection: Connection, entity: int) -> list[TopicCount]:
    """List the 50 speakers with most claims about the entity: by number of claims, then id."""
    return _topics(connection, claim_abouts.c.speaker_number, claim_abouts.c.entity_number == entity, "entity", entities, ENTITY_LABEL)


def list_latest_events(connection: Connection, entity: int, units: Units) -> list[EventOut]:
    """List the latest 20 events that the entity takes part in."""
    takes_part = events.c.number.in_(select(participants.c.event_number).where(participants.c.entity_number == entity))
    statement = event_queries.EVENT_ROWS.where(takes_part).order_by(*event_queries.ORDERS["-date"].order_by()).limit(LATEST_EVENTS)
    return event_queries.build_events(connection, connection.execute(statement).all(), units)


def _entities(connection: Connection, numbers: Select[Any]) -> list[EntityRef]:
    rows = connection.execute(select(*entity_columns(entities, "entity")).where(entities.c.number.in_(numbers)).order_by(entities.c.id))
    return [cast(EntityRef, entity_ref(row, "entity")) for row in rows]


def _topics(
    connection: Connection,
    topic: ColumnElement[Any],
    where: ColumnElement[bool],
    kind: Literal["entity", "event"],
    table: Table,
    label: ColumnElement[Any],
) -> list[TopicCount]:
    number = func.count(claim_abouts.c.claim_number.distinct()).label("number")
    counted = select(topic.label("topic"), number).where(topic.is_not(None), where).group_by(topic).subquery()
    topics = select(table.c.id, counted.c.number, label.label("label")).join_from(counted, table, table.c.number == counted.c.topic)
    statement = topics.order_by(counted.c.number.desc(), table.c.tie, table.c.id).limit(TOPICS)
    return [TopicCount(topic=TopicRef(id=row.id, type=kind, label=row.label), count=row.number) for row in connection.execute(statement)]
