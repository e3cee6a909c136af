#!/usr/bin/env python3
import argparse, sys, tempfile, os
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--keep")
    parser.add_argument("--part", default="outstation")
    a = parser.parse_args()
    a.keep = a.keep or tempfile.mkdtemp()
    import importlib
    c = importlib.import_module("against_"+a.part).run(a)
    print(c.passed, c.failed, a.keep)
    os._exit(bool(c.failed))
main()
