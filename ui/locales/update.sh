#!/usr/bin/env bash
# Brings the catalogues up to date with the code: new strings appear empty, unused ones go.
# Then translate what is empty in ui/locales/*/LC_MESSAGES/dlcore.po and run tests/ui/frame/test_i18n.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
template=$(mktemp)
trap 'rm -f "$template"' EXIT
pybabel -q extract -F babel.cfg -k N_ -k LabError -k PictureError -k DataError -k RegistryError \
  -k ConfigError -k TrainingDiverged -k StrokesError -k TooManyParts -k ExplainError \
  -k DrawingError -k StateError -k CodecError -k StoreError -k UnwritableError -k FullError -k ExportError -k GatheringError -k EndedError -k SearchError -k TableError \
  --no-location --sort-output -o "$template" .
for catalogue in ui/locales/*/LC_MESSAGES/dlcore.po; do
  language=$(basename "$(dirname "$(dirname "$catalogue")")")
  pybabel -q update -i "$template" -o "$catalogue" -l "$language" -N --ignore-obsolete --no-wrap \
    --omit-header
done
