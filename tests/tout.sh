#!/usr/bin/env bash
# Installs what the tests need on a fresh Debian machine, then runs all of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
if ((${#missing[@]})); then
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}"
fi
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix tests/navigateur install --no-audit --no-fund --ignore-scripts --loglevel=error

echo "— Form and lints"
cargo fmt --check
cargo clippy --all-targets --quiet -- -D warnings

echo "— Rust tests"
cargo test --quiet

echo "— The shipped content"
target/debug/parvis check --strict

echo "— Browser tests (pictures of the pages: target/captures/index.html)"
export PARVIS_SITE=target/site-essais
target/debug/parvis build --no-pdf --output "$PARVIS_SITE" --quiet
node --test tests/navigateur/
