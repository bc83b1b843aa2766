# The first stage builds a virtual environment; the second copies it, without compiler or pip cache. Data is stored in /data.
FROM python:3.13-slim AS build
WORKDIR /onrecord
ARG LOCK=requirements.lock
COPY requirements.lock requirements-traces.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r "$LOCK"
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --create-home onrecord && mkdir /data && chown onrecord /data
COPY --from=build /venv /venv
COPY seeds /seeds
USER onrecord
ENV PATH=/venv/bin:$PATH ONRECORD_DATABASE_URL=sqlite:////data/onrecord.db ONRECORD_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz')"]
CMD ["sh", "-c", "onrecord migrate && onrecord ingest /seeds && exec onrecord serve"]
