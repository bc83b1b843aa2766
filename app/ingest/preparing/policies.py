"""Rows of an article without what its policy hides, which moves to columns for askers who may see it."""

from hashlib import sha256
from typing import Any

from app.database.tables import Article, Claim, Figure
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import Row, RowsByTable
from app.ingest.preparing.numbering import DocumentIds
from app.terms.vocabulary import TextPolicy
from app.terms.words import words_to_index

NO_WORDS = None  # in place of prefix and suffix
PASSAGES = ("as_said", "cue_text", "quote", "excerpts")  # columns of a claim that hold words of the text


def apply_policy(rows: RowsByTable, document: KnowledgeDocument, ids: DocumentIds, policy: TextPolicy) -> None:
    """Take out of the rows of an article, its claims and its figures what its policy hides. It is done before JSON is made of them.

    What is hidden is not in the words for full text either, nor in the keys by which equal quotes are found: a search, a filter, a facet
    or the corroboration of another article's claim would tell of it.
    """
    if policy == "full":
        return
    for row in rows.get(Article, ()):
        article = document.article
        words = words_to_index(article.title, article.publisher, *article.byline)
        row.update(text_policy=policy, text=None, hidden_text=row["text"], words=words)
    for row in rows[Claim]:
        row.update(_without_context(row) if policy == "quotes" else _without_passages(row))
    if policy == "hidden":
        speakers = {claim.id: claim.speaker or "" for claim in document.claims}
        for row in rows[Claim]:
            row["words"] = words_to_index(row["gist"], ids.labels.get(speakers[row["local_id"]]))
        for row in rows.get(Figure, ()):
            row.update(text=None, hidden_text=row["text"])


def _without_context(row: Row) -> Row:
    """Return the columns of a claim that are other ones without what stands before and behind its words."""
    if row["excerpts"] is None:
        return {}
    return {"excerpts": [(exact, NO_WORDS, NO_WORDS) for exact, _, _ in row["excerpts"]], "hidden": {"excerpts": row["excerpts"]}}


def _without_passages(row: Row) -> dict[str, Any]:
    """Return the columns of a claim that are other ones without words of the text."""
    key = sha256(row["id"].encode()).digest()[: len(row["quote_key"])]  # equal to no other
    return {**dict.fromkeys(PASSAGES), "cue_folded": None, "quote_key": key, "hidden": {name: row[name] for name in PASSAGES}}
