"""SQLAlchemy Core tables for reads, which select columns and build no objects."""

from sqlalchemy import Table as SqlTable

from app.database.tables import Table


def _table(name: str) -> SqlTable:
    return Table.metadata.tables[name]


data_version = _table("data_version")
version_starts = _table("version_starts")
articles = _table("articles")
documents = _table("documents")
bylines = _table("bylines")
entities = _table("entities")
appearances = _table("appearances")
roles = _table("roles")
role_titles = _table("role_titles")
members = _table("members")
claims = _table("claims")
claim_holders = _table("claim_holders")
claim_abouts = _table("claim_abouts")
events = _table("events")
participants = _table("participants")
figures = _table("figures")
relations = _table("relations")
times = _table("times")
counts = _table("counts")
tombstones = _table("tombstones")
revisions = _table("revisions")
earlier_documents = _table("earlier_documents")
edits = _table("edits")
edit_numbers = _table("edit_numbers")
rejected = _table("rejected")
judgements = _table("judgements")
orphans = _table("orphans")
clashes = _table("clashes")
api_keys = _table("api_keys")
jobs = _table("jobs")
job_items = _table("job_items")
spools = _table("spools")
inbox = _table("inbox")
executors = _table("executors")
idempotency_keys = _table("idempotency_keys")
changes = _table("changes")
webhooks = _table("webhooks")
deliveries = _table("deliveries")
delivery_attempts = _table("delivery_attempts")
delivery_counts = _table("delivery_counts")
# The article that contains a claim or event. It is an alias, so that sub-selects of filters on ``articles`` are not correlated to it.
containing_article = articles.alias("containing_article")
