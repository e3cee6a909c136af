#!/bin/sh
# Installs what the witness needs and is not there yet: tshark, tmux and Python 3 with venv from Debian,
# c104 and scapy in a venv. Safe to repeat.
# Usage: setup.sh [VENV], by default .build/witness-venv.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
venv=${1:-"$here/../../.build/witness-venv"}

missing=
command -v tshark >/dev/null 2>&1 || missing="$missing tshark"
command -v tmux >/dev/null 2>&1 || missing="$missing tmux"
command -v python3 >/dev/null 2>&1 || missing="$missing python3"
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing="$missing python3-venv"

if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "setup.sh: install these first, or run this as root on Debian:$missing" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update >/dev/null
    # shellcheck disable=SC2086
    apt-get -qq install --yes --no-install-recommends $missing >/dev/null
fi

cd "$here"
python3 -c 'import sys, second_reader; print(second_reader.prepare(sys.argv[1]))' "$venv" >/dev/null
tshark --version 2>/dev/null | head -n 1
