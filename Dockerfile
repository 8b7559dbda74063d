# One image for the app and the worker; compose.yaml starts both from it.
FROM python:3.12-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /srv/chotalat

COPY requirements.lock .
RUN pip install --require-hashes --no-deps --only-binary :all: -r requirements.lock

COPY . .
RUN python -m scripts.catalogues && python -m compileall -q marketplace

# The image is read-only for the process; everything it writes goes to the volume at /var/lib/chotalat.
RUN useradd --system --home-dir /var/lib/chotalat --create-home chotalat
USER chotalat
ENV ENVIRONMENT=production VAR_DIR=/var/lib/chotalat PORT=8000
VOLUME /var/lib/chotalat
EXPOSE 8000

CMD ["gunicorn", "--config", "gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
