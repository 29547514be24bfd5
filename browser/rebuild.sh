#!/bin/sh
# Puts the third-party code that a browser runs into src/beforehand/web/static/vendor.
#
#   sh browser/rebuild.sh           writes the bundles
#   sh browser/rebuild.sh --check   fails unless the bundles in the tree are what the lock file gives
#
# Bundles are minified, since the whole of sealing may weigh 14 KB. Pyodide is copied as its makers
# built it, under its version, so that a browser keeps it for good. --check shows that nobody
# touched either; the .gz beside a file are made by tools/precompress.py and are not in the tree.
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

copy_pyodide() {
  version=$(node -p "require('./node_modules/pyodide/package.json').version")
  mkdir -p "$fresh/pyodide/$version"
  for file in pyodide.mjs pyodide.asm.mjs pyodide.asm.wasm python_stdlib.zip; do
    cp "node_modules/pyodide/$file" "$fresh/pyodide/$version/$file"
  done
  # Its list of packages to fetch is left empty: the page fetches nothing but what lies here.
  node -p "JSON.stringify({info: require('./node_modules/pyodide/pyodide-lock.json').info, packages: {}})" \
    > "$fresh/pyodide/$version/pyodide-lock.json"
  chmod 644 "$fresh/pyodide/$version"/*
}

bundle noble-chacha
bundle noble-x25519
bundle libsodium
copy_pyodide

if [ "${1:-}" = "--check" ]; then
  diff -r -x '*.gz' "$fresh" "$vendor" && echo "vendor/ is what the lock file gives"
else
  rm -rf "$vendor/pyodide"
  mkdir -p "$vendor"
  cp -r "$fresh"/* "$vendor"/
fi
