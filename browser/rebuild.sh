#!/bin/sh
# Bundles the third-party code that a visitor's phone runs into src/beforehand/web/static/vendor.
#
#   sh browser/rebuild.sh           writes the bundles
#   sh browser/rebuild.sh --check   fails unless the bundles in the tree are what the lock file gives
#
# Minified, since the whole of sealing may weigh 14 KB; --check shows that nobody touched it.
set -eu
cd "$(dirname "$0")"
vendor=../src/beforehand/web/static/vendor
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null

bundle() {
  node_modules/.bin/esbuild "$1.js" --bundle --format=esm --target=es2020 --charset=utf8 \
    --minify --legal-comments=inline \
    --log-level=warning \
    --banner:js="/*! Built by browser/rebuild.sh from browser/package-lock.json; do not edit. */" \
    --outfile="$fresh/$1.js"
}

bundle noble-chacha
bundle noble-x25519

if [ "${1:-}" = "--check" ]; then
  diff -r "$fresh" "$vendor" && echo "vendor/ is what the lock file gives"
else
  mkdir -p "$vendor"
  cp "$fresh"/*.js "$vendor"/
fi
