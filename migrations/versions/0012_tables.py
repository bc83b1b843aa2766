"""All tables, and full text over claims, events, entities and articles.

Revision ID: 0012
Revises: none
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)
SEARCHED = ("claims", "events", "entities", "articles")
COUNT_KEY = ("what", "facet", "earliest", "latest", "value", "shown")
COUNT_INDEXES = (["what", "facet", "earliest", "latest", "number"], ["what", "facet", "value", "latest", "earliest", "number"])
OF_SPEAKERS = sa.text("facet || '' = 'speaker'")


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("published", TEXT, nullable=True),
        sa.Column("published_on", TEXT, nullable=True),
        sa.Column("published_order", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("publisher_folded", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("byline", JSON, nullable=False),
        sa.Column("dateline", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("text_sha256", TEXT, nullable=False),
        sa.Column("namesake_key", TEXT, nullable=False),
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
    op.create_index(op.f("ix_articles_published_order_id"), "articles", ["published_order", "id"], unique=False)
    op.create_index(
        op.f("ix_articles_publisher_folded_published_order_id"), "articles", ["publisher_folded", "published_order", "id"], unique=False
    )
    op.create_index(op.f("ix_articles_claims_id"), "articles", ["claims", "id"], unique=False)
    op.create_index(op.f("ix_articles_events_id"), "articles", ["events", "id"], unique=False)
    op.create_index(op.f("ix_articles_rendered_shape"), "articles", ["rendered_shape"], unique=False)
    op.create_index(op.f("ix_articles_text_sha256"), "articles", ["text_sha256"], unique=False)
    op.create_index(op.f("ix_articles_namesake_key"), "articles", ["namesake_key"], unique=False)
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("database_id", TEXT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
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
        "bylines",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_bylines_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_bylines")),
    )
    op.create_index(op.f("ix_bylines_folded_article_id"), "bylines", ["folded", "article_id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_documents_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_documents")),
    )
    op.create_table(
        "entities",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("survivor_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("folded", TEXT, nullable=True),
        sa.Column("article_id", TEXT, nullable=True),
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
        sa.CheckConstraint("kind IN ('person', 'organization', 'group', 'place')", name=op.f("ck_entities_kind")),
        sa.CheckConstraint("anonymous = (article_id IS NOT NULL)", name=op.f("ck_entities_anonymous_in_one_article")),
        sa.CheckConstraint("anonymous = (name IS NULL)", name=op.f("ck_entities_named_or_anonymous")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_entities_article_id")),
        sa.ForeignKeyConstraint(["survivor_id"], ["entities.id"], name=op.f("fk_entities_survivor_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entities")),
        sa.UniqueConstraint("id", name=op.f("uq_entities_id")),
    )
    op.create_index(op.f("ix_entities_article_id"), "entities", ["article_id"], unique=False)
    op.create_index(op.f("ix_entities_articles_id"), "entities", ["articles", "id"], unique=False)
    op.create_index(op.f("ix_entities_claims_id"), "entities", ["claims", "id"], unique=False)
    op.create_index(op.f("ix_entities_kind_folded"), "entities", ["kind", "folded"], unique=False)
    op.create_index(op.f("ix_entities_survivor_id"), "entities", ["survivor_id"], unique=False)
    op.create_table(
        "outlets",
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("publisher_folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_outlets_entity_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "publisher_folded", name=op.f("pk_outlets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
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
        sa.Column("review", TEXT, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'week', 'month', 'season', 'year', 'range', 'unknown')", name=op.f("ck_events_date_precision")
        ),
        sa.CheckConstraint(
            "kind IN ('attack', 'armed_conflict', 'military_operation', 'withdrawal', 'ceasefire', 'detention', 'release', 'meeting', 'negotiation', 'agreement', 'diplomatic_act', 'sanction', 'aid', 'protest', 'election', 'legal_action', 'crime', 'disaster', 'accident', 'economic', 'other')",
            name=op.f("ck_events_kind"),
        ),
        sa.CheckConstraint("review IN ('extracted', 'accepted', 'edited', 'rejected')", name=op.f("ck_events_review")),
        sa.CheckConstraint("status IN ('occurred', 'ongoing', 'planned', 'hypothetical')", name=op.f("ck_events_status")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_events_confidence")),
        sa.CheckConstraint("date_earliest <= date_latest", name=op.f("ck_events_date")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_events_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    op.create_index(op.f("ix_events_article_id_position"), "events", ["article_id", "position"], unique=True)
    op.create_index(op.f("ix_events_date_order_id_date_earliest"), "events", ["date_order", "id", "date_earliest"], unique=False)
    op.create_index(op.f("ix_events_place_folded"), "events", ["place_folded"], unique=False)
    op.create_table(
        "times",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("edtf", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_times_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_times")),
    )
    op.create_table(
        "appearances",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("local_id", TEXT, nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("descriptor", TEXT, nullable=True),
        sa.Column("anonymity_condition", TEXT, nullable=True),
        sa.Column("wikidata", TEXT, nullable=True),
        sa.Column("mentions", JSON, nullable=False),
        sa.Column("published_order", TEXT, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_appearances_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_appearances_entity_id")),
        sa.ForeignKeyConstraint(["key_id"], ["entities.id"], name=op.f("fk_appearances_key_id")),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_appearances")),
    )
    op.create_index(
        op.f("ix_appearances_entity_id_published_order_article_id_position"),
        "appearances",
        ["entity_id", "published_order", "article_id", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_appearances_key_id_name"), "appearances", ["key_id", "name"], unique=False)
    op.create_table(
        "figures",
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure", TEXT, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("qualifier", TEXT, nullable=False),
        sa.Column("span", JSON, nullable=True),
        sa.CheckConstraint(
            "measure IN ('killed', 'injured', 'abducted', 'detained', 'displaced', 'missing', 'rescued', 'attackers', 'money', 'other')",
            name=op.f("ck_figures_measure"),
        ),
        sa.CheckConstraint("qualifier IN ('exact', 'approximate', 'at_least', 'at_most')", name=op.f("ck_figures_qualifier")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_figures_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_figures")),
    )
    op.create_table(
        "aliases",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("alias", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_aliases_article_id_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["key_id"], ["entities.id"], name=op.f("fk_aliases_key_id")),
        sa.PrimaryKeyConstraint("article_id", "position", "number", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_key_id_folded"), "aliases", ["key_id", "folded"], unique=False)
    op.create_index(op.f("ix_aliases_kind_folded"), "aliases", ["kind", "folded"], unique=False)
    op.create_table(
        "claims",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("local_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_id", TEXT, nullable=True),
        sa.Column("speaker_position", sa.Integer(), nullable=True),
        sa.Column("reported_via_id", TEXT, nullable=True),
        sa.Column("reported_via_position", sa.Integer(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("source", JSON, nullable=False),
        sa.Column("cue", JSON, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("as_said", TEXT, nullable=True),
        sa.Column("cue_text", TEXT, nullable=True),
        sa.Column("cue_folded", TEXT, nullable=True),
        sa.Column("quote_sha256", TEXT, nullable=False),
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
        sa.Column("review", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("rendered_shape", sa.Integer(), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('statement', 'assessment', 'prediction', 'pledge', 'demand', 'accusation', 'denial', 'hope')",
            name=op.f("ck_claims_kind"),
        ),
        sa.CheckConstraint("mode IN ('direct', 'indirect', 'mixed')", name=op.f("ck_claims_mode")),
        sa.CheckConstraint("review IN ('extracted', 'accepted', 'edited', 'rejected')", name=op.f("ck_claims_review")),
        sa.CheckConstraint(
            "said_precision IN ('day', 'week', 'month', 'season', 'year', 'range', 'unknown')", name=op.f("ck_claims_said_precision")
        ),
        sa.CheckConstraint("section IN ('headline', 'standfirst', 'body')", name=op.f("ck_claims_section")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_claims_confidence")),
        sa.CheckConstraint("said_earliest <= said_latest", name=op.f("ck_claims_said")),
        sa.ForeignKeyConstraint(
            ["article_id", "reported_via_position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_claims_article_id_reported_via_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id", "speaker_position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_claims_article_id_speaker_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_claims_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reported_via_id"], ["entities.id"], name=op.f("fk_claims_reported_via_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["entities.id"], name=op.f("fk_claims_speaker_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claims")),
        sa.UniqueConstraint("id", name=op.f("uq_claims_id")),
    )
    op.create_index(op.f("ix_claims_article_id_position"), "claims", ["article_id", "position"], unique=True)
    op.create_index(op.f("ix_claims_cue_folded_said_order_id"), "claims", ["cue_folded", "said_order", "id"], unique=False)
    op.create_index(op.f("ix_claims_kind_said_order_id"), "claims", ["kind", "said_order", "id"], unique=False)
    op.create_index(op.f("ix_claims_place_folded_said_order_id"), "claims", ["place_folded", "said_order", "id"], unique=False)
    op.create_index(op.f("ix_claims_published_order_id"), "claims", ["published_order", "id"], unique=False)
    op.create_index(op.f("ix_claims_quote_sha256_speaker_id"), "claims", ["quote_sha256", "speaker_id"], unique=False)
    op.create_index(op.f("ix_claims_reported_via_id"), "claims", ["reported_via_id"], unique=False)
    op.create_index(op.f("ix_claims_said_order_id_said_earliest"), "claims", ["said_order", "id", "said_earliest"], unique=False)
    op.create_index(
        op.f("ix_claims_speaker_id_said_order_id_said_earliest_kind_mode"),
        "claims",
        ["speaker_id", "said_order", "id", "said_earliest", "kind", "mode"],
        unique=False,
    )
    op.create_table(
        "members",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("group_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_id", TEXT, nullable=False),
        sa.Column("entity_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "group_position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_members_article_id_group_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id", "position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_members_article_id_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_members_entity_id")),
        sa.ForeignKeyConstraint(["group_id"], ["entities.id"], name=op.f("fk_members_group_id")),
        sa.PrimaryKeyConstraint("article_id", "group_position", "position", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_entity_id"), "members", ["entity_id"], unique=False)
    op.create_index(op.f("ix_members_group_id"), "members", ["group_id"], unique=False)
    op.create_table(
        "participants",
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("appearance_position", sa.Integer(), nullable=True),
        sa.Column("entity_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.CheckConstraint("role IN ('actor', 'target', 'party', 'mediator', 'recipient')", name=op.f("ck_participants_role")),
        sa.ForeignKeyConstraint(
            ["article_id", "appearance_position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_participants_article_id_appearance_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_participants_entity_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_participants_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_participants")),
    )
    op.create_index(op.f("ix_participants_entity_id_event_id"), "participants", ["entity_id", "event_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("organization", TEXT, nullable=True),
        sa.Column("organization_folded", TEXT, nullable=True),
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("published_order", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_roles_entity_id")),
        sa.ForeignKeyConstraint(
            ["article_id", "position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_roles_article_id_position"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "position", "number", name=op.f("pk_roles")),
    )
    op.create_index(op.f("ix_roles_organization_folded_entity_id"), "roles", ["organization_folded", "entity_id"], unique=False)
    op.create_index(
        op.f("ix_roles_entity_id_published_order_article_id_position_number"),
        "roles",
        ["entity_id", "published_order", "article_id", "position", "number"],
        unique=False,
    )
    op.create_table(
        "claim_abouts",
        sa.Column("claim_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("appearance_position", sa.Integer(), nullable=True),
        sa.Column("entity_id", TEXT, nullable=True),
        sa.Column("event_id", TEXT, nullable=True),
        sa.Column("speaker_id", TEXT, nullable=True),
        sa.Column("speaker_position", sa.Integer(), nullable=True),
        sa.CheckConstraint("(entity_id IS NULL) <> (event_id IS NULL)", name=op.f("ck_claim_abouts_entity_or_event")),
        sa.ForeignKeyConstraint(
            ["article_id", "appearance_position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_claim_abouts_article_id_appearance_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_abouts_claim_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_claim_abouts_entity_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_claim_abouts_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id", "position", name=op.f("pk_claim_abouts")),
    )
    op.create_index(op.f("ix_claim_abouts_entity_id_claim_id"), "claim_abouts", ["entity_id", "claim_id"], unique=False)
    op.create_index(op.f("ix_claim_abouts_event_id_claim_id"), "claim_abouts", ["event_id", "claim_id"], unique=False)
    op.create_index(
        op.f("ix_claim_abouts_speaker_id_entity_id_event_id_claim_id"),
        "claim_abouts",
        ["speaker_id", "entity_id", "event_id", "claim_id"],
        unique=False,
    )
    op.create_table(
        "claim_holders",
        sa.Column("claim_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("appearance_position", sa.Integer(), nullable=False),
        sa.Column("entity_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "appearance_position"],
            ["appearances.article_id", "appearances.position"],
            name=op.f("fk_claim_holders_article_id_appearance_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_holders_claim_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_claim_holders_entity_id")),
        sa.PrimaryKeyConstraint("claim_id", "position", name=op.f("pk_claim_holders")),
    )
    op.create_index(op.f("ix_claim_holders_entity_id"), "claim_holders", ["entity_id"], unique=False)
    op.create_table(
        "relations",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("from_claim_id", TEXT, nullable=True),
        sa.Column("from_event_id", TEXT, nullable=True),
        sa.Column("to_claim_id", TEXT, nullable=True),
        sa.Column("to_event_id", TEXT, nullable=True),
        sa.CheckConstraint(
            "(from_claim_id IS NOT NULL AND type IN ('restates', 'contradicts', 'supports', 'elaborates', 'responds_to')) OR (from_event_id IS NOT NULL AND to_event_id IS NOT NULL AND type IN ('before', 'causes', 'part_of'))",
            name=op.f("ck_relations_type"),
        ),
        sa.CheckConstraint("(from_claim_id IS NULL) <> (from_event_id IS NULL)", name=op.f("ck_relations_from")),
        sa.CheckConstraint("(to_claim_id IS NULL) <> (to_event_id IS NULL)", name=op.f("ck_relations_to")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_relations_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_claim_id"], ["claims.id"], name=op.f("fk_relations_from_claim_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_event_id"], ["events.id"], name=op.f("fk_relations_from_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_claim_id"], ["claims.id"], name=op.f("fk_relations_to_claim_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_event_id"], ["events.id"], name=op.f("fk_relations_to_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_relations")),
    )
    op.create_index(op.f("ix_relations_from_claim_id"), "relations", ["from_claim_id"], unique=False)
    op.create_index(op.f("ix_relations_from_event_id"), "relations", ["from_event_id"], unique=False)
    op.create_index(op.f("ix_relations_to_claim_id"), "relations", ["to_claim_id"], unique=False)
    op.create_index(op.f("ix_relations_to_event_id"), "relations", ["to_event_id"], unique=False)
    op.execute(sa.text("INSERT INTO data_version (id, version, database_id) VALUES (1, 0, :made)").bindparams(made=uuid4().hex[:12]))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SEARCHED:
        index_sqlite(table) if is_sqlite else index_postgresql(table)
    if is_sqlite:  # for full text; PostgreSQL finds common words without it, and cannot index long texts so
        op.create_index(op.f("ix_entities_claims_id_survivor_id_words"), "entities", ["claims", "id", "survivor_id", "words"], unique=False)


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
    op.drop_table("counts")
    op.drop_table("data_version")
    op.drop_table("articles")
