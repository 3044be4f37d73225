#!/usr/bin/env bash
# The lab on port 8501 of a development container, here or in a codespace.
set -euo pipefail
cd "$(dirname "$0")/.."

options=()
if [ -n "${CODESPACE_NAME:-}" ]; then
  # The proxy of a codespace hands on the browser's origin but another host, and they have to match.
  options+=("--server.corsAllowedOrigins=https://$CODESPACE_NAME-8501.${GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN:-app.github.dev}")
fi
exec streamlit run app.py --server.port=8501 --server.headless=true "${options[@]}"
