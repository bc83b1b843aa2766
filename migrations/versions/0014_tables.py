"""All tables, and full text over claims, events, entities and articles.

Revision ID: 0014
Revises: none
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEARCHED = ("claims", "events", "entities", "articles")
COUNT_KEY = ("what", "facet", "earliest", "latest", "value", "shown")
COUNT_INDEXES = (["what", "facet", "earliest", "latest", "number"], ["what", "facet", "value", "latest", "earliest", "number"])
OF_SPEAKERS = sa.text("facet || '' = 'speaker'")


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("title_folded", TEXT, nullable=False),
        sa.Column("published", TEXT, nullable=True),
        sa.Column("published_on", TEXT, nullable=True),
        sa.Column("published_order", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("publisher_folded", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("byline", JSON, nullable=False),
        sa.Column("dateline", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("text_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("namesake_key", sa.LargeBinary(), nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("astral", JSON, nullable=False),
        sa.Column("producer_name", TEXT, nullable=False),
        sa.Column("producer_version", TEXT, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("speakers", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("rendered_shape", sa.Integer(), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_articles")),
        sa.UniqueConstraint("id", name=op.f("uq_articles_id")),
    )
    op.create_index(op.f("ix_articles_claims_tie"), "articles", ["claims", "tie"], unique=False)
    op.create_index(op.f("ix_articles_events_tie"), "articles", ["events", "tie"], unique=False)
    op.create_index(op.f("ix_articles_namesake_key"), "articles", ["namesake_key"], unique=False)
    op.create_index(op.f("ix_articles_published_order_tie"), "articles", ["published_order", "tie"], unique=False)
    op.create_index(
        op.f("ix_articles_publisher_folded_published_order_tie"), "articles", ["publisher_folded", "published_order", "tie"], unique=False
    )
    op.create_index(op.f("ix_articles_rendered_shape"), "articles", ["rendered_shape"], unique=False)
    op.create_index(op.f("ix_articles_text_sha256"), "articles", ["text_sha256"], unique=False)
    op.create_table(
        "counts",
        *(sa.Column(name, TEXT, nullable=False) for name in COUNT_KEY),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*COUNT_KEY, name=op.f("pk_counts")),
        sqlite_with_rowid=False,
    )
    for columns in COUNT_INDEXES:
        name = op.f(f"ix_counts_{'_'.join(columns)}")
        op.create_index(name, "counts", columns, unique=False, sqlite_where=OF_SPEAKERS, postgresql_where=OF_SPEAKERS)
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("database_id", TEXT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
    op.create_table(
        "tombstones",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("scrubbed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_tombstones")),
    )
    op.create_table(
        "bylines",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_bylines_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_number", "position", name=op.f("pk_bylines")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_bylines_folded_article_number"), "bylines", ["folded", "article_number"], unique=False)
    op.create_table(
        "documents",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_documents_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_number", name=op.f("pk_documents")),
    )
    op.create_table(
        "entities",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.Column("survivor_number", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("folded", TEXT, nullable=True),
        sa.Column("name_order", TEXT, nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=True),
        sa.Column("descriptor", TEXT, nullable=True),
        sa.Column("anonymity_condition", TEXT, nullable=True),
        sa.Column("wikidata", TEXT, nullable=True),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("first_said", TEXT, nullable=True),
        sa.Column("last_said", TEXT, nullable=True),
        sa.Column("words", TEXT, nullable=False),
        sa.CheckConstraint("kind = 'person' OR kind = 'organization' OR kind = 'group' OR kind = 'place'", name=op.f("ck_entities_kind")),
        sa.CheckConstraint("anonymous = (article_number IS NOT NULL)", name=op.f("ck_entities_anonymous_in_one_article")),
        sa.CheckConstraint("anonymous = (name IS NULL)", name=op.f("ck_entities_named_or_anonymous")),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_entities_article_number")),
        sa.ForeignKeyConstraint(["survivor_number"], ["entities.number"], name=op.f("fk_entities_survivor_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entities")),
        sa.UniqueConstraint("id", name=op.f("uq_entities_id")),
    )
    partial_index(op.f("ix_entities_article_number"), "entities", ["article_number"], "article_number IS NOT NULL")
    op.create_index(op.f("ix_entities_articles_tie"), "entities", ["articles", "tie"], unique=False)
    op.create_index(op.f("ix_entities_claims_tie"), "entities", ["claims", "tie"], unique=False)
    op.create_index(op.f("ix_entities_kind_folded"), "entities", ["kind", "folded"], unique=False)
    op.create_index(op.f("ix_entities_name_order_tie"), "entities", ["name_order", "tie"], unique=False)
    op.create_index(op.f("ix_entities_survivor_number"), "entities", ["survivor_number"], unique=False)
    op.create_table(
        "events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("local_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("date_edtf", TEXT, nullable=True),
        sa.Column("date_earliest", TEXT, nullable=True),
        sa.Column("date_latest", TEXT, nullable=True),
        sa.Column("date_precision", TEXT, nullable=True),
        sa.Column("date_order", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("place_folded", TEXT, nullable=True),
        sa.Column("mentions", JSON, nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("confidence_order", sa.Integer(), nullable=False),
        sa.Column("review", TEXT, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.CheckConstraint(
            "date_precision = 'day' OR date_precision = 'week' OR date_precision = 'month' OR date_precision = 'season' OR date_precision = 'year' OR date_precision = 'range' OR date_precision = 'unknown'",
            name=op.f("ck_events_date_precision"),
        ),
        sa.CheckConstraint(
            "kind = 'attack' OR kind = 'armed_conflict' OR kind = 'military_operation' OR kind = 'withdrawal' OR kind = 'ceasefire' OR kind = 'detention' OR kind = 'release' OR kind = 'meeting' OR kind = 'negotiation' OR kind = 'agreement' OR kind = 'diplomatic_act' OR kind = 'sanction' OR kind = 'aid' OR kind = 'protest' OR kind = 'election' OR kind = 'legal_action' OR kind = 'crime' OR kind = 'disaster' OR kind = 'accident' OR kind = 'economic' OR kind = 'other'",
            name=op.f("ck_events_kind"),
        ),
        sa.CheckConstraint(
            "review = 'extracted' OR review = 'accepted' OR review = 'edited' OR review = 'rejected'", name=op.f("ck_events_review")
        ),
        sa.CheckConstraint(
            "status = 'occurred' OR status = 'ongoing' OR status = 'planned' OR status = 'hypothetical'", name=op.f("ck_events_status")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_events_confidence")),
        sa.CheckConstraint("date_earliest <= date_latest", name=op.f("ck_events_date")),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_events_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    op.create_index(op.f("ix_events_article_number_position"), "events", ["article_number", "position"], unique=True)
    op.create_index(op.f("ix_events_confidence_order_tie"), "events", ["confidence_order", "tie"], unique=False)
    op.create_index(op.f("ix_events_date_order_tie_date_earliest"), "events", ["date_order", "tie", "date_earliest"], unique=False)
    partial_index(op.f("ix_events_place_folded"), "events", ["place_folded"], "place_folded IS NOT NULL")
    op.create_table(
        "times",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("edtf", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_times_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_number", "position", name=op.f("pk_times")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appearances",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("local_id", TEXT, nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("entity_number", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("descriptor", TEXT, nullable=True),
        sa.Column("anonymity_condition", TEXT, nullable=True),
        sa.Column("wikidata", TEXT, nullable=True),
        sa.Column("mentions", JSON, nullable=False),
        sa.Column("published_order", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_appearances_article_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_appearances_entity_number")),
        sa.ForeignKeyConstraint(["key_number"], ["entities.number"], name=op.f("fk_appearances_key_number")),
        sa.PrimaryKeyConstraint("article_number", "position", name=op.f("pk_appearances")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_appearances_entity_number_published_order_tie_position"),
        "appearances",
        ["entity_number", "published_order", "tie", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_appearances_key_number"), "appearances", ["key_number"], unique=False)
    op.create_table(
        "figures",
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure", TEXT, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("qualifier", TEXT, nullable=False),
        sa.Column("span", JSON, nullable=True),
        sa.CheckConstraint(
            "measure = 'killed' OR measure = 'injured' OR measure = 'abducted' OR measure = 'detained' OR measure = 'displaced' OR measure = 'missing' OR measure = 'rescued' OR measure = 'attackers' OR measure = 'money' OR measure = 'other'",
            name=op.f("ck_figures_measure"),
        ),
        sa.CheckConstraint(
            "qualifier = 'exact' OR qualifier = 'approximate' OR qualifier = 'at_least' OR qualifier = 'at_most'",
            name=op.f("ck_figures_qualifier"),
        ),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name=op.f("fk_figures_event_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_number", "position", name=op.f("pk_figures")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outlets",
        sa.Column("entity_number", sa.Integer(), nullable=False),
        sa.Column("publisher_folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_outlets_entity_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_number", "publisher_folded", name=op.f("pk_outlets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "aliases",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("alias", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_number", "position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_aliases_article_number_position"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_number", "position", "number", name=op.f("pk_aliases")),
        sqlite_with_rowid=False,
    )
    partial_index(op.f("ix_aliases_key_number_folded"), "aliases", ["key_number", "folded"], "folded <> ''")
    partial_index(op.f("ix_aliases_kind_folded"), "aliases", ["kind", "folded"], "folded <> ''")
    op.create_table(
        "claims",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("local_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_number", sa.Integer(), nullable=True),
        sa.Column("speaker_position", sa.Integer(), nullable=True),
        sa.Column("reported_via_number", sa.Integer(), nullable=True),
        sa.Column("reported_via_position", sa.Integer(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("source", JSON, nullable=False),
        sa.Column("cue", JSON, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("as_said", TEXT, nullable=True),
        sa.Column("cue_text", TEXT, nullable=True),
        sa.Column("cue_folded", TEXT, nullable=True),
        sa.Column("quote_key", sa.LargeBinary(), nullable=False),
        sa.Column("quote", TEXT, nullable=True),
        sa.Column("excerpts", JSON, nullable=True),
        sa.Column("gist", TEXT, nullable=True),
        sa.Column("said_edtf", TEXT, nullable=True),
        sa.Column("said_earliest", TEXT, nullable=True),
        sa.Column("said_latest", TEXT, nullable=True),
        sa.Column("said_precision", TEXT, nullable=True),
        sa.Column("said_order", TEXT, nullable=False),
        sa.Column("published_order", TEXT, nullable=False),
        sa.Column("addressee", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("place_folded", TEXT, nullable=True),
        sa.Column("explicit", sa.Boolean(), nullable=False),
        sa.Column("section", TEXT, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("confidence_order", sa.Integer(), nullable=False),
        sa.Column("review", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("rendered_shape", sa.Integer(), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind = 'statement' OR kind = 'assessment' OR kind = 'prediction' OR kind = 'pledge' OR kind = 'demand' OR kind = 'accusation' OR kind = 'denial' OR kind = 'hope'",
            name=op.f("ck_claims_kind"),
        ),
        sa.CheckConstraint("mode = 'direct' OR mode = 'indirect' OR mode = 'mixed'", name=op.f("ck_claims_mode")),
        sa.CheckConstraint(
            "review = 'extracted' OR review = 'accepted' OR review = 'edited' OR review = 'rejected'", name=op.f("ck_claims_review")
        ),
        sa.CheckConstraint(
            "said_precision = 'day' OR said_precision = 'week' OR said_precision = 'month' OR said_precision = 'season' OR said_precision = 'year' OR said_precision = 'range' OR said_precision = 'unknown'",
            name=op.f("ck_claims_said_precision"),
        ),
        sa.CheckConstraint("section = 'headline' OR section = 'standfirst' OR section = 'body'", name=op.f("ck_claims_section")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_claims_confidence")),
        sa.CheckConstraint("said_earliest <= said_latest", name=op.f("ck_claims_said")),
        sa.ForeignKeyConstraint(
            ["article_number", "reported_via_position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_claims_article_number_reported_via_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_number", "speaker_position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_claims_article_number_speaker_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_claims_article_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reported_via_number"], ["entities.number"], name=op.f("fk_claims_reported_via_number")),
        sa.ForeignKeyConstraint(["speaker_number"], ["entities.number"], name=op.f("fk_claims_speaker_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claims")),
        sa.UniqueConstraint("id", name=op.f("uq_claims_id")),
    )
    op.create_index(op.f("ix_claims_article_number_position"), "claims", ["article_number", "position"], unique=True)
    op.create_index(op.f("ix_claims_confidence_order_tie"), "claims", ["confidence_order", "tie"], unique=False)
    op.create_index(op.f("ix_claims_cue_folded_said_order_tie"), "claims", ["cue_folded", "said_order", "tie"], unique=False)
    partial_index(
        op.f("ix_claims_place_folded_said_order_tie"), "claims", ["place_folded", "said_order", "tie"], "place_folded IS NOT NULL"
    )
    op.create_index(op.f("ix_claims_published_order_tie"), "claims", ["published_order", "tie"], unique=False)
    op.create_index(op.f("ix_claims_quote_key_speaker_number"), "claims", ["quote_key", "speaker_number"], unique=False)
    partial_index(op.f("ix_claims_reported_via_number"), "claims", ["reported_via_number"], "reported_via_number IS NOT NULL")
    op.create_index(
        op.f("ix_claims_said_order_tie_said_earliest_kind"), "claims", ["said_order", "tie", "said_earliest", "kind"], unique=False
    )
    op.create_index(
        op.f("ix_claims_speaker_number_said_order_tie_said_earliest_kind_mode"),
        "claims",
        ["speaker_number", "said_order", "tie", "said_earliest", "kind", "mode"],
        unique=False,
    )
    op.create_table(
        "members",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("group_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("entity_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_number", "group_position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_members_article_number_group_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_number", "position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_members_article_number_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_members_entity_number")),
        sa.ForeignKeyConstraint(["group_number"], ["entities.number"], name=op.f("fk_members_group_number")),
        sa.PrimaryKeyConstraint("article_number", "group_position", "position", name=op.f("pk_members")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_members_entity_number"), "members", ["entity_number"], unique=False)
    op.create_index(op.f("ix_members_group_number"), "members", ["group_number"], unique=False)
    op.create_table(
        "participants",
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("appearance_position", sa.Integer(), nullable=True),
        sa.Column("entity_number", sa.Integer(), nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.CheckConstraint(
            "role = 'actor' OR role = 'target' OR role = 'party' OR role = 'mediator' OR role = 'recipient'",
            name=op.f("ck_participants_role"),
        ),
        sa.ForeignKeyConstraint(
            ["article_number", "appearance_position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_participants_article_number_appearance_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_participants_entity_number")),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name=op.f("fk_participants_event_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_number", "position", name=op.f("pk_participants")),
        sqlite_with_rowid=False,
    )
    partial_index(
        op.f("ix_participants_entity_number_event_number"), "participants", ["entity_number", "event_number"], "entity_number IS NOT NULL"
    )
    op.create_table(
        "roles",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("title_folded", TEXT, nullable=True),
        sa.Column("organization", TEXT, nullable=True),
        sa.Column("organization_folded", TEXT, nullable=True),
        sa.Column("entity_number", sa.Integer(), nullable=False),
        sa.Column("published_order", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_number", "position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_roles_article_number_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_roles_entity_number")),
        sa.PrimaryKeyConstraint("article_number", "position", "number", name=op.f("pk_roles")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_roles_entity_number_published_order_tie_position_number"),
        "roles",
        ["entity_number", "published_order", "tie", "position", "number"],
        unique=False,
    )
    partial_index(
        op.f("ix_roles_organization_folded_entity_number"),
        "roles",
        ["organization_folded", "entity_number"],
        "organization_folded IS NOT NULL",
    )
    partial_index(op.f("ix_roles_title_folded_entity_number"), "roles", ["title_folded", "entity_number"], "title_folded IS NOT NULL")
    op.create_table(
        "role_titles",
        sa.Column("word", TEXT, nullable=False),
        sa.Column("title_folded", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("word", "title_folded", name=op.f("pk_role_titles")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "version_starts",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_article", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_version_starts")),
    )
    op.create_table(
        "claim_abouts",
        sa.Column("claim_number", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("appearance_position", sa.Integer(), nullable=True),
        sa.Column("entity_number", sa.Integer(), nullable=True),
        sa.Column("event_number", sa.Integer(), nullable=True),
        sa.Column("speaker_number", sa.Integer(), nullable=True),
        sa.Column("speaker_position", sa.Integer(), nullable=True),
        sa.CheckConstraint("(entity_number IS NULL) <> (event_number IS NULL)", name=op.f("ck_claim_abouts_entity_or_event")),
        sa.ForeignKeyConstraint(
            ["article_number", "appearance_position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_claim_abouts_article_number_appearance_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["claim_number"], ["claims.number"], name=op.f("fk_claim_abouts_claim_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_claim_abouts_entity_number")),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name=op.f("fk_claim_abouts_event_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_number", "position", name=op.f("pk_claim_abouts")),
        sqlite_with_rowid=False,
    )
    partial_index(
        op.f("ix_claim_abouts_entity_number_claim_number"), "claim_abouts", ["entity_number", "claim_number"], "entity_number IS NOT NULL"
    )
    partial_index(
        op.f("ix_claim_abouts_event_number_claim_number"), "claim_abouts", ["event_number", "claim_number"], "event_number IS NOT NULL"
    )
    op.create_index(
        "ix_claim_abouts_speaker_number_entity_number",
        "claim_abouts",
        ["speaker_number", "entity_number", "event_number", "claim_number"],
        unique=False,
    )
    op.create_table(
        "claim_holders",
        sa.Column("claim_number", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("appearance_position", sa.Integer(), nullable=False),
        sa.Column("entity_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_number", "appearance_position"],
            ["appearances.article_number", "appearances.position"],
            name=op.f("fk_claim_holders_article_number_appearance_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["claim_number"], ["claims.number"], name=op.f("fk_claim_holders_claim_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_number"], ["entities.number"], name=op.f("fk_claim_holders_entity_number")),
        sa.PrimaryKeyConstraint("claim_number", "position", name=op.f("pk_claim_holders")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_claim_holders_entity_number"), "claim_holders", ["entity_number"], unique=False)
    op.create_table(
        "relations",
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("from_claim_number", BIG, nullable=True),
        sa.Column("from_event_number", sa.Integer(), nullable=True),
        sa.Column("to_claim_number", BIG, nullable=True),
        sa.Column("to_event_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(from_claim_number IS NOT NULL AND (type = 'restates' OR type = 'contradicts' OR type = 'supports' OR type = 'elaborates' OR type = 'responds_to')) OR (from_event_number IS NOT NULL AND to_event_number IS NOT NULL AND (type = 'before' OR type = 'causes' OR type = 'part_of'))",
            name=op.f("ck_relations_type"),
        ),
        sa.CheckConstraint("(from_claim_number IS NULL) <> (from_event_number IS NULL)", name=op.f("ck_relations_from")),
        sa.CheckConstraint("(to_claim_number IS NULL) <> (to_event_number IS NULL)", name=op.f("ck_relations_to")),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_relations_article_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_claim_number"], ["claims.number"], name=op.f("fk_relations_from_claim_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_event_number"], ["events.number"], name=op.f("fk_relations_from_event_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_claim_number"], ["claims.number"], name=op.f("fk_relations_to_claim_number"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_event_number"], ["events.number"], name=op.f("fk_relations_to_event_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_number", "position", name=op.f("pk_relations")),
        sqlite_with_rowid=False,
    )
    partial_index(op.f("ix_relations_from_claim_number"), "relations", ["from_claim_number"], "from_claim_number IS NOT NULL")
    partial_index(op.f("ix_relations_from_event_number"), "relations", ["from_event_number"], "from_event_number IS NOT NULL")
    partial_index(op.f("ix_relations_to_claim_number"), "relations", ["to_claim_number"], "to_claim_number IS NOT NULL")
    partial_index(op.f("ix_relations_to_event_number"), "relations", ["to_event_number"], "to_event_number IS NOT NULL")
    op.execute(sa.text("INSERT INTO data_version (id, version, database_id) VALUES (1, 0, :made)").bindparams(made=uuid4().hex[:12]))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SEARCHED:
        index_sqlite(table) if is_sqlite else index_postgresql(table)
    if is_sqlite:  # for full text; PostgreSQL finds common words without it, and cannot index long texts so
        op.create_index(
            op.f("ix_entities_claims_tie_survivor_number_words"), "entities", ["claims", "tie", "survivor_number", "words"], unique=False
        )


def partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    """Create an index of the rows that fulfil a condition."""
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def index_postgresql(table: str) -> None:
    """Index the words as they are. They are folded already, and a parser of PostgreSQL would split them in its own way."""
    op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (array_to_tsvector(string_to_array(words, ' ')))")


def index_sqlite(table: str) -> None:
    """Index the words by FTS5, which reads them from the table itself. ``ingest`` adds words to the index, a trigger removes them.

    The tokenizer ``ascii`` takes every character beyond ASCII for a letter, so that the words, which are folded already, stay as they are.
    """
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5(words, content='{table}', content_rowid='number', tokenize='ascii', detail='none')"
    )
    removed = f"INSERT INTO {table}_fts ({table}_fts, rowid, words) VALUES ('delete', old.number, old.words);"
    op.execute(f"CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {removed} END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in SEARCHED:
            op.execute(f"DROP TABLE {table}_fts")
    op.drop_table("relations")
    op.drop_table("claim_holders")
    op.drop_table("claim_abouts")
    op.drop_table("version_starts")
    op.drop_table("role_titles")
    op.drop_table("roles")
    op.drop_table("participants")
    op.drop_table("members")
    op.drop_table("claims")
    op.drop_table("aliases")
    op.drop_table("figures")
    op.drop_table("appearances")
    op.drop_table("times")
    op.drop_table("events")
    op.drop_table("outlets")
    op.drop_table("entities")
    op.drop_table("documents")
    op.drop_table("bylines")
    op.drop_table("tombstones")
    op.drop_table("counts")
    op.drop_table("data_version")
    op.drop_table("articles")
