# One image for everything that Ballast does; the command chooses: `serve` (the default), `ingest`, `db upgrade`.
# Builds for amd64 and arm64: every wheel in the lock exists for both.

FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /src
COPY . .
# Versions and hashes come from the lock; what only development needs stays out.
RUN uv venv --relocatable /opt/ballast \
    && uv pip install --python /opt/ballast/bin/python --no-cache --no-editable \
        --constraint requirements.lock --build-constraint requirements.lock \
        ./packages/core ./packages/adapters ./packages/web ./packages/tui \
    && /opt/ballast/bin/python -m compileall -q /opt/ballast

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/ballast --create-home ballast
COPY --from=build /opt/ballast /opt/ballast
ENV PATH=/opt/ballast/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BALLAST_HOME=/var/lib/ballast \
    BALLAST_API__HOST=0.0.0.0
USER ballast
WORKDIR /var/lib/ballast
VOLUME /var/lib/ballast
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/api/v1/health', timeout=4)"]
ENTRYPOINT ["ballast"]
CMD ["serve"]
