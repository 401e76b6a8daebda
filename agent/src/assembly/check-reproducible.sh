#!/usr/bin/env bash
# Builds the committed state twice, in fresh directories of different names, under different time
# zones, languages and umasks, and compares the two jars byte by byte.
#   agent/src/assembly/check-reproducible.sh [commit]
set -euo pipefail
commit=${1:-HEAD}
top=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() { # directory, time zone, language, umask
  mkdir "$work/$1"
  git -C "$top" archive "$commit" | tar -x -C "$work/$1"
  (cd "$work/$1" && umask "$4" && TZ=$2 LC_ALL=$3 \
    mvn -B -q -Dquick -Dmaven.test.skip=true -pl agent -am package >"$work/$1.log" 2>&1) || {
    tail -40 "$work/$1.log"
    echo "check-reproducible: build in $1 failed" >&2
    exit 2
  }
  sha256sum <"$work/$1/agent/target/duality.jar"
}

first=$(build one UTC C 022)
second=$(build another-place Asia/Tokyo tr_TR.UTF-8 077)
if [ "$first" != "$second" ]; then
  diff <(unzip -lv "$work/one/agent/target/duality.jar") \
    <(unzip -lv "$work/another-place/agent/target/duality.jar") | head -40
  echo "check-reproducible: $commit gives two different jars" >&2
  exit 1
fi
echo "check-reproducible: $commit twice gives $first"
