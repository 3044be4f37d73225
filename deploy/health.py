"""Ends well where the lab's web server answers, for a container's health check.

    python deploy/health.py [PORT]

Minds STREAMLIT_SERVER_BASE_URL_PATH, as the server does.
"""

import os
import sys
import urllib.request

SECONDS = 5


def main() -> None:
    """Ask the server once."""
    port = sys.argv[1] if len(sys.argv) > 1 else "8501"
    base = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    path = f"/{base}/_stcore/health" if base else "/_stcore/health"
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=SECONDS).close()
    except OSError as error:
        sys.exit(f"No answer from {path}: {error}")


if __name__ == "__main__":
    main()
