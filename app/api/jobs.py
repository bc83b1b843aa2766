"""Routes of jobs: list, one job; follow it, cancel it, try it again."""

from typing import Annotated

from app.answers.jobs import JobDetail, JobItemPage, JobOut, JobPage
from app.api.serving.live import LiveEndpoint
from app.api.serving.openapi import LOCATION_HEADER, event_docs, list_docs, problem_docs, thing_docs
from app.api.serving.parameters import id_in_path
from app.api.serving.progress import ProgressEndpoint
from app.api.writing.actions import WriteEndpoint
from app.parameters.jobs import JobItemQuery, JobQuery
from app.parameters.listing import Parameters
from app.queries.administering import jobs

JobId = Annotated[str, id_in_path("job_5k2m8q4z0n3c6v9b1x7d")]

LIVE = (
    LiveEndpoint(
        path="/jobs",
        operation_id="listJobs",
        tag="jobs",
        description="List the jobs of what was posted, latest first. A key without the scope `review` sees those that it posted.",
        model=JobPage,
        responses=list_docs(exported=False),
        query_model=JobQuery,
        read=jobs.list_jobs,
        scope=("write", "review"),
    ),
    LiveEndpoint(
        path="/jobs/{job_id}",
        operation_id="getJob",
        tag="jobs",
        description="Get one job with what became of its articles. A key without the scope `review` sees those that it posted.",
        model=JobDetail,
        responses=thing_docs(),
        id_type=JobId,
        read=lambda connection, job_id, _, asker: jobs.get_job(connection, job_id, asker),
        scope=("write", "review"),
    ),
    LiveEndpoint(
        path="/jobs/{job_id}/items",
        operation_id="listJobItems",
        tag="jobs",
        description="List the articles of a job by line, and what became of each. A key without the scope `review` sees its own jobs.",
        model=JobItemPage,
        responses=list_docs(exported=False),
        id_type=JobId,
        query_model=JobItemQuery,
        read=jobs.list_items,
        scope=("write", "review"),
    ),
    ProgressEndpoint(
        path="/jobs/{job_id}/progress",
        operation_id="followJob",
        tag="jobs",
        description="Follow the progress of a job by Server-Sent Events, until it is finished. Each event is the job without its articles. "
        "Who connects again with Last-Event-ID is sent what has changed since.",
        model=JobOut,
        responses=event_docs(),
        id_type=JobId,
        query_model=Parameters,
        read=lambda connection, job_id, _, asker: jobs.get_progress(connection, job_id, asker),
        id_of=lambda job: f"{job['state']}.{job['done']}.{job['failed']}",
        scope=("write", "review"),
    ),
)

WRITES = (
    WriteEndpoint(
        method="DELETE",
        path="/jobs/{job_id}",
        operation_id="cancelJob",
        tag="jobs",
        description="Cancel a job, and delete what was posted. What it has loaded already stays. A job that failed is given up: it is "
        "`cancelled` then, and cannot be tried again.",
        scope=("write", "review"),
        write="app.api.writing.jobs:cancel",
        model=JobDetail,
        responses={200: {"description": "It is cancelled, or given up."}, **problem_docs(401, 403, 404, 409, 414, 422, 503)},
        id_type=JobId,
    ),
    WriteEndpoint(
        method="POST",
        path="/jobs/{job_id}/retry",
        operation_id="retryJob",
        tag="jobs",
        description="Try the articles of a failed job again that were not loaded.",
        scope=("write", "review"),
        write="app.api.writing.jobs:retry",
        model=JobDetail,
        responses={
            202: {"description": "It waits for its turn.", "model": JobDetail, "headers": LOCATION_HEADER},
            **problem_docs(401, 403, 404, 409, 414, 422, 503),
        },
        id_type=JobId,
    ),
)
