# syntax=docker/dockerfile:1
# docker build -t tolem .
# docker run --env-file .env -v tolem:/data -p 127.0.0.1:8080:8080 \
#     --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges tolem
# It writes to /data and /tmp and nowhere else.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/tolem
WORKDIR /src
COPY . .
RUN /opt/tolem/bin/pip install --quiet -c constraints.txt .

FROM python:3.13-slim
RUN useradd --system --user-group --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin tolem
COPY --from=build /opt/tolem /opt/tolem
ENV PATH=/opt/tolem/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080 \
    DATABASE_URL=sqlite+aiosqlite:////data/tolem.db \
    LOG_FORMAT=json
USER tolem
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['HTTP_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["tolem"]
CMD ["run"]
