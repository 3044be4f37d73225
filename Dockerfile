# The lab in a container: the web server with an engine of its own, or any part of the cluster in
# compose.yaml. What is built from this tree is all that is in it: see .dockerignore.
#
#     docker build --tag dlcore:local . && docker run --rm --init --publish 8501:8501 dlcore:local

# Not 3.14: TensorFlow has no wheels for it.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONPATH=/lab \
    KERAS_HOME=/data \
    XDG_DATA_HOME=/data \
    TF_CPP_MIN_LOG_LEVEL=2

# Neither folder is empty for long: /data keeps MNIST once it was downloaded, and the visitors' runs;
# /certificates those of a cluster. Made here, so that volumes in their place belong to the same user.
RUN useradd --create-home --uid 10001 lab \
    && install --directory --owner=lab --group=lab /data \
    && install --directory --owner=lab --group=lab --mode=700 /certificates

WORKDIR /lab
COPY requirements.txt requirements-class.txt ./
RUN pip install --no-cache-dir --requirement requirements.txt --requirement requirements-class.txt

COPY LICENSE app.py ./
COPY .streamlit .streamlit
COPY deploy deploy
COPY models models
COPY dlcore dlcore
COPY ui ui
COPY pages pages
RUN python -m compileall -q app.py dlcore ui pages

USER 10001
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s --retries=3 \
    CMD ["python", "deploy/health.py"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
