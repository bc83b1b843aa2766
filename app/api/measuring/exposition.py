"""Counters and sizes in the text format of Prometheus. Imported at the first request for them: prometheus-client takes long."""

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from app.api.measuring.counters import DURATIONS_S, STATUS_LABELS, RouteCounts, Totals
from app.queries.administering.job_figures import JobFigures
from app.queries.administering.webhooks import WebhookTotals
from app.queries.stats import Sizes

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
BOUNDS = (*map(str, DURATIONS_S), "+Inf")


class Measurements(Collector):
    """The metrics of one scrape.

    Args:
        version: of the program.
        totals: what all processes have counted.
        sizes: of the archive; None if the database does not answer.
        webhooks: what is sent to whom; None if the database does not answer.
        jobs: figures of jobs; None if the database does not answer.
    """

    def __init__(self, version: str, totals: Totals, sizes: Sizes | None, webhooks: WebhookTotals | None, jobs: JobFigures | None) -> None:
        self._version, self._totals, self._sizes, self._webhooks, self._jobs = version, totals, sizes, webhooks, jobs

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        yield self._build()
        yield self._requests()
        yield self._durations()
        yield CounterMetricFamily("onrecord_cache_hits", "Answers given from memory.", self._totals.cache_hits)
        yield CounterMetricFamily("onrecord_cache_misses", "Answers that were not in memory, and were read.", self._totals.cache_misses)
        yield GaugeMetricFamily(
            "onrecord_database_up", "Whether the database answers, with the tables of this version.", self._sizes is not None
        )
        if self._sizes:
            yield GaugeMetricFamily("onrecord_data_version", "Rises with every change of the data.", self._sizes.data_version)
            yield GaugeMetricFamily("onrecord_articles", "Articles in the archive.", self._sizes.articles)
            yield GaugeMetricFamily("onrecord_claims", "Claims in the archive.", self._sizes.claims)
        if self._webhooks:
            yield from _webhook_metrics(self._webhooks)
        if self._jobs:
            yield from _job_metrics(self._jobs)

    def _build(self) -> Metric:
        family = GaugeMetricFamily("onrecord_build_info", "The version that runs.", labels=["version"])
        family.add_metric([self._version], 1)
        return family

    def _requests(self) -> Metric:
        family = CounterMetricFamily("onrecord_http_requests", "Requests, by route and status.", labels=["route", "status"])
        for route in self._totals.routes:
            for status, number in zip(STATUS_LABELS, route.statuses, strict=True):
                if number:
                    family.add_metric([route.route, status], number)
        return family

    def _durations(self) -> Metric:
        family = HistogramMetricFamily(
            "onrecord_http_request_duration_seconds", "Seconds from a request's head to the end of its answer, by route.", labels=["route"]
        )
        for route in filter(_is_used, self._totals.routes):
            buckets = list(zip(BOUNDS, accumulate(route.durations), strict=True))
            family.add_metric([route.route], buckets, route.sum_of_durations_s)
        return family


def _webhook_metrics(totals: WebhookTotals) -> Iterator[Metric]:
    webhooks = GaugeMetricFamily("onrecord_webhooks", "Webhooks, by state.", labels=["state"])
    for state in ("enabled", "failing", "disabled"):
        webhooks.add_metric([state], getattr(totals, state))
    yield webhooks
    attempts = CounterMetricFamily("onrecord_webhook_attempts", "Attempts to send messages to webhooks, by outcome.", labels=["outcome"])
    for outcome, number in totals.attempts.items():
        attempts.add_metric([outcome], number)
    yield attempts
    yield GaugeMetricFamily("onrecord_webhook_messages_waiting", "Messages to webhooks that wait to be received.", totals.waiting)


def _job_metrics(jobs: JobFigures) -> Iterator[Metric]:
    states = GaugeMetricFamily("onrecord_jobs", "Jobs that are kept, by state.", labels=["state"])
    for state, number in jobs.states.items():
        states.add_metric([state], number)
    yield states
    articles = GaugeMetricFamily("onrecord_job_articles", "Articles of these jobs, by what became of them.", labels=["outcome"])
    for outcome, number in (("waiting", jobs.articles - jobs.done), ("done", jobs.done - jobs.failed), ("failed", jobs.failed)):
        articles.add_metric([outcome], number)
    yield articles
    yield GaugeMetricFamily("onrecord_job_oldest_queued_seconds", "How long the first of the queued jobs has waited.", jobs.oldest_queued_s)
    yield GaugeMetricFamily("onrecord_job_executors", "Processes that run jobs and are alive.", jobs.executors)


def _is_used(route: RouteCounts) -> bool:
    return any(route.durations)


def expose(version: str, totals: Totals, sizes: Sizes | None, webhooks: WebhookTotals | None, jobs: JobFigures | None) -> bytes:
    """Return the metrics in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(Measurements(version, totals, sizes, webhooks, jobs))
    return generate_latest(registry)
