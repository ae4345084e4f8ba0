# One image for everything that Ballast does; the command chooses: `serve` (the default), `ingest`, `db upgrade`.
# Builds for amd64 and arm64 (every wheel in the lock exists for both):
#
#   docker buildx build --platform linux/amd64,linux/arm64 .

# What runs in the browser is the same on every machine: built once, on the one that builds.
FROM --platform=$BUILDPLATFORM node:22.20.0-bookworm-slim AS pages
WORKDIR /src
COPY packages/web/package.json packages/web/package-lock.json packages/web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY packages/web/frontend frontend
RUN node frontend/build.mjs

FROM python:3.12.12-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY . .
COPY --from=pages /src/src/ballast_web/static/dist packages/web/src/ballast_web/static/dist
# Newer than its sources, so that the wheel takes it as it is. Versions and hashes come from the lock; what only
# development needs stays out.
RUN find packages/web/src/ballast_web/static/dist -exec touch {} + \
    && uv venv --relocatable /opt/ballast \
    && uv pip install --python /opt/ballast/bin/python --no-cache --no-editable \
        --constraint requirements.lock --build-constraint requirements.lock \
        ./packages/core ./packages/adapters ./packages/web ./packages/tui \
    && /opt/ballast/bin/python -m compileall -q /opt/ballast

FROM python:3.12.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/ballast --create-home ballast
COPY --from=build /opt/ballast /opt/ballast
ENV PATH=/opt/ballast/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BALLAST_HOME=/var/lib/ballast \
    BALLAST_API__HOST=0.0.0.0 \
    BALLAST_LOG__FORM=json
USER 10001
WORKDIR /var/lib/ballast
VOLUME /var/lib/ballast
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["ballast"]
CMD ["serve"]
