"""Prints what the witness found and decides whether it is enough."""
from collections import Counter

from comparison import KNOWN, PRINTED_TOLERANCE
from frames_by_hand import TYPES, U_FUNCTIONS

OUTSIDERS = ("tshark", "lib60870", "scapy")
# Keys that do not show that an element was understood.
NOT_ELEMENTS = {"objects", "objects.address", "objects.raw"}


def element_keys(keys):
    return {key.removesuffix(" (octets)") for key in keys
            if key.startswith("objects.") and key not in NOT_ELEMENTS}


def ranges(numbers):
    """1-3 5 7-9"""
    parts = []
    for number in sorted(numbers):
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in parts) or "none"


def covered_types(comparison, reader):
    """Types whose elements the reader read; of a type without elements, the address."""
    found = set()
    for (name, type_id), keys in comparison.seen.items():
        if name == reader and isinstance(type_id, int):
            empty = type_id == 102 and "objects.address" in keys
            if empty or element_keys(keys):
                found.add(type_id)
    return found


def uncovered(witness):
    """What --require-all-types misses."""
    comparison = witness.comparison
    readers = [reader for reader in (*OUTSIDERS, "intended") if witness.apdus[reader]]
    covered = set().union(*(covered_types(comparison, reader) for reader in readers), set())
    missing = [f"type {type_id} {TYPES[type_id][0]}: no reader read its elements"
               for type_id in TYPES if type_id not in covered]
    if 41 not in covered:
        missing.append("(no reader but the intention knows type 41: use --intended)")
    formats = {type_id for (reader, type_id) in comparison.seen if reader in OUTSIDERS}
    missing += [f"format {name}: no APDU" for name in ("S", "U") if name not in formats]
    for _, function in U_FUNCTIONS:
        if function not in comparison.functions:
            missing.append(f"U function {function}: no APDU")
    return missing


def write_totals(witness):
    comparison = witness.comparison
    print(f"{'reader':<10}{'APDUs':>8}{'fields':>9}{'equal':>9}{'explained':>11}{'different':>11}")
    explained, different = Counter(), Counter()
    for row in KNOWN:
        explained[row.reader] += comparison.explained[row.identifier]
    for (reader, _, _), findings in comparison.differences.items():
        different[reader] += len(findings)
    for reader in (*OUTSIDERS, "intended", "schema"):
        fields = comparison.fields[reader]
        if fields or reader in witness.arguments.readers:
            equal = fields - explained[reader] - different[reader]
            print(f"{reader:<10}{witness.apdus[reader]:>8}{fields:>9}{equal:>9}"
                  f"{explained[reader]:>11}{different[reader]:>11}")


def write_explained(comparison):
    used = [row for row in KNOWN if comparison.explained[row.identifier]]
    if used:
        print("\nexplained differences (comparison.py, KNOWN)")
    for row in used:
        print(f"  {row.identifier} x {comparison.explained[row.identifier]}: {row.reason}")


def write_differences(witness):
    groups = witness.comparison.differences
    if groups:
        print("\nDIFFERENCES" + ("" if witness.arguments.all else
                                 ", the first of each kind (--all shows every one)"))
    for (reader, type_id, key), findings in groups.items():
        print(f"  {reader}, type {type_id}, {key}: {len(findings)}")
        for finding, octets in findings if witness.arguments.all else findings[:1]:
            print(f"    decoder {finding.ours!r}, {reader} {finding.theirs!r}")
            print(f"    {octets}")


def write_coverage(comparison):
    print("\ntypes whose elements were read by")
    by_reader = {reader: covered_types(comparison, reader) for reader in (*OUTSIDERS, "intended")}
    for reader, types in by_reader.items():
        if types:
            print(f"  {reader:<9} {ranges(types)}")
    others = set().union(*(by_reader[reader] for reader in OUTSIDERS))
    alone = by_reader["intended"] - others
    if alone:
        print(f"  by the intention alone: {ranges(alone)}")
    write_unseen(comparison)


def write_unseen(comparison):
    """Keys that the decoder shows and no outside reader can."""
    unseen = {}
    for type_id, keys in comparison.ours.items():
        seen = {key.removesuffix(" (octets)") for reader in OUTSIDERS
                for key in comparison.seen[reader, type_id]}
        for key in keys - seen:
            unseen.setdefault(key, set()).add(type_id)
    print("keys that no outside reader shows")
    for key, types in sorted(unseen.items()):
        numbers = {each for each in types if isinstance(each, int)}
        words = sorted(str(each) for each in types if not isinstance(each, int))
        where = "every type" if len(types) == len(comparison.ours) else ", ".join(
            [*words, ranges(numbers)] if numbers else words)
        print(f"  {key:<26} {where}")


def write(witness, version):
    comparison = witness.comparison
    print(f"{version}; lib60870-C and scapy from {witness.arguments.venv}")
    for run in witness.runs:
        print(f"run: {run}")
    print(f"real numbers: tshark's print within {PRINTED_TOLERANCE:.3g} of the value, the octets "
          "it took them from and the other readers bit for bit\n")
    write_totals(witness)
    write_explained(comparison)
    for note, count in witness.notes.items():
        if count:
            print(f"note: {note}: {count}")
    write_differences(witness)
    write_coverage(comparison)
    failures = list(witness.failures)
    for reader in witness.arguments.readers:
        if not comparison.fields[reader]:
            failures.append(f"{reader} compared no field")
    if witness.arguments.require_all_types:
        failures += uncovered(witness)
    count = sum(len(findings) for findings in comparison.differences.values())
    if failures:
        print("\nFAILURES")
        for failure in failures[:40]:
            print(f"  {failure}")
        if len(failures) > 40:
            print(f"  and {len(failures) - 40} more")
    passed = not failures and not count
    print(f"\nwitness: {'passed' if passed else 'FAILED'}: {sum(comparison.fields.values())} "
          f"fields, {count} unexplained differences, {len(failures)} other failures")
    return 0 if passed else 1
