#!/usr/bin/env python3
"""Runs every command that README.md and Docs/*.md show, and compares what it prints.

    check.py [--bin DIR] [FILE ...]     DIR holds the built iec104 (default .build/debug)

A fence ```console holds commands: a line that begins with "$ " is run by bash in the project's
folder; the lines behind it, up to the next command, are what it must print (both streams). A line
"..." stands for any lines, "…" in a line for any letters. A command that ends with " &" runs beside the
later ones of its fence: it must print its lines, and end well when it gets Ctrl-C at the end of the
fence. A command without lines behind it must only end well. "(exit N)" as the
last line says with which code it ends; without it, 0. Code in a fence ```swift must stand in a program
of Examples.
"""
import argparse
import difflib
import glob
import os
import re
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def examples(path):
    """(line number, command, expected lines) of every command in a file; command None ends a fence."""
    command, number, expected, inside = None, 0, [], False
    for index, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.strip().startswith("```"):
            if command is not None:
                yield number, command, expected
                command = None
            if inside:
                yield index, None, []
            inside = line.strip() == "```console"
        elif inside and line.startswith("$ "):
            if command is not None:
                yield number, command, expected
            command, number, expected = line[2:], index, []
        elif inside and command is not None:
            expected.append(line)


def snippets(path):
    """(line number, lines) of every fence ```swift."""
    lines, number = None, 0
    for index, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.strip() == "```swift":
            lines, number = [], index
        elif line.strip().startswith("```") and lines is not None:
            yield number, lines
            lines = None
        elif lines is not None:
            lines.append(line.strip())


def unknown_snippets(files):
    """Swift code in the documents that stands in no example, white space aside."""
    examples_text = "\n".join(
        "\n".join(line.strip() for line in open(path, encoding="utf-8"))
        for path in glob.glob(os.path.join(ROOT, "Examples/**/*.swift"), recursive=True))
    return [f"{os.path.relpath(path, ROOT)}:{number}: this code stands in no example"
            for path in files for number, lines in snippets(path)
            if "\n".join(lines) not in examples_text]


def matches(expected, printed):
    """Whether the printed lines are the expected ones, "..." standing for any."""
    def line_pattern(line):
        return ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + "[ ]*\n"
    pattern = "".join("(?:.*\n)*?" if line == "..." else line_pattern(line) for line in expected)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


class Background:
    """A command that runs beside others."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            ["bash", "-c", "exec " + command.removesuffix("&")], cwd=ROOT, env=environment,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def begin(self, expected):
        """The lines that it prints first, as many as are expected."""
        return [self.process.stdout.readline().rstrip("\n") for _ in expected]

    def end(self):
        """Ends it as Ctrl-C does; its exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)
        return self.process.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", default=os.path.join(ROOT, ".build/debug"))
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    files = arguments.files or [os.path.join(ROOT, "README.md"), *sorted(
        glob.glob(os.path.join(ROOT, "Docs/**/*.md"), recursive=True))]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
                   "PATH": os.path.abspath(arguments.bin) + os.pathsep + os.environ["PATH"]}
    ran = failed = 0
    beside = []
    for path in files:
        for number, command, expected in examples(path):
            code = 0
            if command is None:
                for background in beside:
                    if (ended := background.end()) != 0:
                        failed += 1
                        print(f"{os.path.relpath(path, ROOT)}:{number}: & ended with {ended}")
                beside = []
                continue
            if command.endswith(" &"):
                ran += 1
                beside.append(Background(command, environment))
                printed = beside[-1].begin(expected)
                if not matches(expected, printed):
                    failed += 1
                    print(f"{os.path.relpath(path, ROOT)}:{number}: $ {command}: printed {printed}")
                continue
            if expected and (told := re.fullmatch(r"\(exit (\d+)\)", expected[-1])):
                code = int(told[1])
                expected = expected[:-1]
            if command == "swift test":
                continue  # CI has run it before it runs this
            done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            ran += 1
            printed = done.stdout.splitlines()
            fits = not expected or matches(expected, printed)
            if done.returncode == code and fits:
                continue
            failed += 1
            print(f"{os.path.relpath(path, ROOT)}:{number}: $ {command}")
            if done.returncode != code:
                print(f"  ended with {done.returncode}, not {code}")
            if not fits:
                for line in difflib.unified_diff(expected, printed, "shown", "printed", lineterm=""):
                    print("  " + line)
            elif done.returncode != code:
                print("\n".join("  " + line for line in printed[-15:]))
    unknown = unknown_snippets(files)
    print("".join(line + "\n" for line in unknown), end="")
    failed += len(unknown)
    print(f"documentation: {ran} commands run, {failed} failed")
    return 1 if failed or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
