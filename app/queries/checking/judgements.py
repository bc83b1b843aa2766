"""Checks of judgements against what entities resolve to."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from app.queries.checking.findings import MOST, Finding

PROBLEMS = {"positive": "people joined two entities that are apart", "negative": "people keep two entities apart that are joined"}
BROKEN = f"""
    SELECT judgements.number, judgement FROM judgements
    JOIN entities AS one ON one.id = entity_id JOIN entities AS other ON other.id = other_id
    WHERE taken_back_at IS NULL AND (judgement = 'positive' AND one.survivor_number <> other.survivor_number
        OR judgement = 'negative' AND one.survivor_number = other.survivor_number)
    ORDER BY judgements.number LIMIT {MOST}
"""


def check_judgements(connection: Connection) -> Iterator[Finding]:
    """Look for judgements that hold on entities that resolve otherwise."""
    for number, judgement in connection.execute(text(BROKEN)):
        yield Finding("judgements", str(number), PROBLEMS[judgement])
