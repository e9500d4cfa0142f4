# Sourced by ./build and ./test: finds forge, and installs what the contracts are compiled with. Sets $forge.
tools="${WEIR_TOOLS:-../../.weir/tools}"
forge="$tools/node_modules/@foundry-rs/forge-linux-amd64/bin/forge"
if [[ ! -x "$forge" ]]; then
  echo "forge is not at $forge: run 'npm ci --ignore-scripts' in a copy of deploy/tools, and name it by WEIR_TOOLS" >&2
  exit 1
fi
# npm keeps a copy of the lock file that it installed; as long as it is newer than ours, there is nothing to do.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi
