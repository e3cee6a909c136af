#!/usr/bin/env bash
# Builds the fuzz targets and runs them, two at a time: run.sh [SECONDS] [TARGET ...]
# Exit status 1 when a target crashed, hung, leaked, took too much memory or broke a property.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=30
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    seconds=$1
    shift
fi
declare -A longest=(
    [Framer]=2048 [Strict]=257 [Lenient]=300 [Text]=8192 [Capture]=8192 [Options]=512 [Points]=4096 [Inputs]=2048
    [Stations]=4096 [Fleet]=2048)
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(Framer Strict Lenient Text Capture Options Points Inputs Stations Fleet)
for target in "${targets[@]}"; do
    [[ -n ${longest[$target]:-} ]] || {
        echo "run.sh: no target '$target'; there are ${!longest[*]}" >&2
        exit 2
    }
done

# libFuzzer and the sanitizer tell about crashes themselves.
export SWIFT_BACKTRACE=enable=no
# Freed memory that is kept back to find late uses would count against the limit.
export ASAN_OPTIONS=quarantine_size_mb=64${ASAN_OPTIONS:+:$ASAN_OPTIONS}
trap 'kill $(jobs -p) 2> /dev/null || true' EXIT
out=.build/fuzz
mkdir -p "$out/corpus" "$out/found" "$out/log"
common=(
    -O -wmo -g -swift-version 6 -strict-memory-safety -package-name iec104 -parse-as-library
    -sanitize=fuzzer,address -I "$out" -suppress-warnings)

# The module of the C header, as SwiftPM makes it.
printf 'module CIEC104System { header "%s" export * }\n' \
    "$PWD/Sources/CIEC104System/include/CIEC104System.h" > "$out/module.modulemap"

# module NAME FLAG...: compiles a module of the product, unless it is newer than its sources.
module() {
    local name=$1
    shift
    if [[ -f $out/$name.o && -z $(find Sources Tests/Fuzz/run.sh \
        -newer "$out/$name.o" -print -quit) ]]; then return; fi
    find "Sources/$name" -name '*.swift' -print0 | sort -z |
        xargs -0 swiftc "${common[@]}" "$@" -module-name "$name" \
            -emit-module-path "$out/$name.swiftmodule" -c -o "$out/$name.o"
}

# binary TARGET: links a target with the modules and libFuzzer's main.
binary() {
    swiftc "${common[@]}" -module-name "Fuzz$1" -c -o "$out/Fuzz$1.o" \
        "Tests/Fuzz/Targets/$1.swift" Tests/Fuzz/Shared/*.swift
    swiftc -sanitize=fuzzer,address -o "$out/$1" "$out/Fuzz$1.o" "$out/IEC104Codec.o" \
        "$out/IEC104Inspect.o" "$out/IEC104Session.o" "$out/IEC104Station.o" "$out/IEC104Net.o" \
        "$out/IEC104.o" "$out/IEC104Tool.o" 2>&1 |
        { grep -v 'Cannot export local symbol' || true; }
}

# fuzz TARGET: replays what once failed, then looks for more; a line that tells how it went.
fuzz() {
    local target=$1 log=$out/log/$1.log status=0 crashers=() seeds=()
    mkdir -p "$out/corpus/$target" "$out/found/$target"
    [[ -d Tests/Fuzz/Seeds/$target ]] && seeds=("Tests/Fuzz/Seeds/$target")
    [[ -d Tests/Fuzz/Crashers/$target ]] && mapfile -t crashers < <(
        find "Tests/Fuzz/Crashers/$target" -type f | sort)
    local limits=(-timeout=10 -rss_limit_mb=1024 "-max_len=${longest[$target]}")
    local dictionary=Tests/Fuzz/Dictionaries/$target.txt
    [[ -f $dictionary ]] && limits+=("-dict=$dictionary")
    if [[ ${#crashers[@]} -gt 0 ]] &&
        ! nice -n 10 "$out/$target" "${limits[@]}" "${crashers[@]}" > "$log" 2>&1; then
        echo "$target: a known crasher fails again, see $log"
        return 1
    fi
    nice -n 10 "$out/$target" "${limits[@]}" -max_total_time="$seconds" -print_final_stats=1 \
        -artifact_prefix="$out/found/$target/" "$out/corpus/$target" "${seeds[@]}" \
        > "$log" 2>&1 || status=$?
    local executions coverage
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
    coverage=$(grep -o 'cov: [0-9]* ft: [0-9]*' "$log" | tail -1 || true)
    if [[ $status -eq 0 ]]; then
        echo "$target: ${executions:-0} executions, ${coverage:-no coverage}, ${#crashers[@]}" \
            "crashers replayed, nothing found"
    else
        echo "$target: FAILED after ${executions:-?} executions, ${coverage:-no coverage};" \
            "input in $out/found/$target, see $log"
        return 1
    fi
}

# beside COMMAND ...: runs it beside the command that runs in the background; ends when both have.
beside() {
    local first=$!
    "$@"
    wait "$first"
}

module IEC104Codec -enable-experimental-feature Lifetimes &
beside module IEC104Net
module IEC104Session
module IEC104Inspect &
beside module IEC104Station
module IEC104
# main is libFuzzer's, so that of the command gets another name. -Onone: with -enable-testing, the
# optimizer of Swift 6.3.1 fails on typed throws out of generic types.
module IEC104Tool -Onone -gnone -enable-testing -Xfrontend -entry-point-function-name \
    -Xfrontend iec104_main

failed=0
for ((first = 0; first < ${#targets[@]}; first += 2)); do
    pids=()
    for target in "${targets[@]:first:2}"; do
        binary "$target" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid"; done
done
for ((first = 0; first < ${#targets[@]}; first += 2)); do
    pids=()
    for target in "${targets[@]:first:2}"; do
        fuzz "$target" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
done
exit $failed
