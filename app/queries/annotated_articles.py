"""Read an article's text with every span that a page highlights."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from app.answers.articles import AnnotatedArticle, AnnotatedSpan, TextSegment
from app.answers.parts import TopicRef
from app.queries.articles import require_article
from app.queries.rendering.hidden_text import shown_text, with_hidden_passages
from app.queries.rendering.parts import Offsets, article_ref
from app.queries.tables import appearances, articles, claims, entities, events, figures, times
from app.terms.vocabulary import SpanRole, Units

MOST_REPEATED = 2_000_000  # characters that the spans of an article repeat; real articles come to 25,000
SHORT_LABEL = 100  # characters of a label where spans repeat more


class Annotation(NamedTuple):
    """A span of the text with its role; the topic that it belongs to, or of a time expression its date as EDTF."""

    span: Sequence[int]
    role: SpanRole
    topic: TopicRef | None
    edtf: str | None = None


def get_annotated_article(connection: Connection, article_id: str, units: Units = "codepoint") -> AnnotatedArticle:
    """Return an article's text and its segments, if it is attached, and every span with its role: first by start, then longest first.

    Each span repeats its words and a label, and each segment its spans. Where that comes to more than ``MOST_REPEATED`` characters, labels
    are cut, and words and segments are null: else an answer could be quadratic in the document.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    row = require_article(connection, article_id)
    text = connection.execute(select(shown_text()).where(articles.c.number == row.number)).scalar_one()
    offsets = Offsets(units, row)
    annotations = [
        *_claim_annotations(connection, row.number),
        *_entity_annotations(connection, row.number),
        *_event_annotations(connection, row.number),
        *_time_annotations(connection, row.number),
    ]
    is_whole = _repeated(annotations) <= MOST_REPEATED
    annotations = annotations if is_whole else [*map(_with_short_label, annotations)]
    annotations.sort(key=lambda each: (each.span[0], -each.span[1], each.role, each.topic["id"] if each.topic else ""))
    repeated = text if is_whole else None
    return AnnotatedArticle(
        article=article_ref(row),
        text_sha256=row.text_sha256.hex(),
        text=text,
        units=offsets.units,
        spans=[_build_span(annotation, offsets, repeated) for annotation in annotations],
        segments=None if repeated is None else list(cut_text(repeated, [annotation.span for annotation in annotations], offsets)),
    )


def cut_text(text: str, spans: Sequence[Sequence[int]], offsets: Offsets) -> Iterator[TextSegment]:
    """Yield the text cut where a span begins or ends, in order, each run with the numbers of the spans that cover it."""
    starting, ending = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for number, (start, end) in enumerate(spans):
        starting[start].append(number)
        ending[end].append(number)
    covering = set[int]()
    for start, end in pairwise(sorted({0, len(text), *starting, *ending})):
        covering.update(starting[start])
        covering.difference_update(ending[start])
        yield TextSegment(**offsets.span((start, end)), text=text[start:end], spans=sorted(covering))


def _repeated(annotations: Sequence[Annotation]) -> int:
    """Return how many characters these annotations repeat of the text and of labels. No more spans can cover the segments of the text."""
    return sum(each.span[1] - each.span[0] + len((each.topic and each.topic["label"]) or "") for each in annotations)


def _with_short_label(annotation: Annotation) -> Annotation:
    topic = annotation.topic
    return annotation if topic is None else annotation._replace(topic={**topic, "label": topic["label"] and topic["label"][:SHORT_LABEL]})


def _claim_annotations(connection: Connection, article: int) -> Iterator[Annotation]:
    columns = [claims.c[name] for name in ("id", "source", "cue", "content", "gist", "quote")]
    rows = connection.execute(select(*columns).where(claims.c.article_number == article)).all()
    for row in with_hidden_passages(connection, rows):
        topic = TopicRef(id=row.id, type="claim", label=row.gist or row.quote)
        roles: tuple[SpanRole, ...] = ("source", "cue", "content")
        yield from (Annotation(span, role, topic) for role in roles for span in getattr(row, role))


def _entity_annotations(connection: Connection, article: int) -> Iterator[Annotation]:
    label = func.coalesce(entities.c.name, entities.c.descriptor).label("label")
    rows = select(entities.c.id, label, appearances.c.mentions).join(appearances, appearances.c.entity_number == entities.c.number)
    for row in connection.execute(rows.where(appearances.c.article_number == article)):
        topic = TopicRef(id=row.id, type="entity", label=row.label)
        yield from (Annotation(span, "mention", topic) for span in row.mentions)


def _event_annotations(connection: Connection, article: int) -> Iterator[Annotation]:
    spans = (
        select(figures.c.event_number, figures.c.span)
        .join(events, events.c.number == figures.c.event_number)
        .where(events.c.article_number == article)
    )
    figure_spans = defaultdict[int, list[Sequence[int]]](list)
    for event_number, span in connection.execute(spans):
        figure_spans[event_number] += [span] if span else []
    for row in connection.execute(
        select(events.c.number, events.c.id, events.c.title, events.c.mentions).where(events.c.article_number == article)
    ):
        topic = TopicRef(id=row.id, type="event", label=row.title)
        yield from (Annotation(span, "mention", topic) for span in row.mentions)
        yield from (Annotation(span, "figure", topic) for span in figure_spans[row.number])


def _time_annotations(connection: Connection, article: int) -> Iterator[Annotation]:
    for row in connection.execute(select(times).where(times.c.article_number == article)):
        yield Annotation((row.start, row.end), "time", None, row.edtf)


def _build_span(annotation: Annotation, offsets: Offsets, text: str | None) -> AnnotatedSpan:
    span, role, topic, edtf = annotation
    exact = text[span[0] : span[1]] if text is not None else None
    return AnnotatedSpan(**offsets.span(span), role=role, of=topic, edtf=edtf, exact=exact)
