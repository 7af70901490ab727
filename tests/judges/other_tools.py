#!/usr/bin/env python3
"""Makes papers that pyHanko signs in every way it offers: tests/judges/other_tools.py FOLDER PAPER THIDUA [WORD...]

PAPER is a paper of thidua with three empty fields or more, THIDUA the program; with WORDs only those cases are made
whose names hold one of them. The files are written into FOLDER, beside `root.pem`, the certificate to trust. A line
of JSON for each: its name, its file, whether pyHanko calls every signature valid and every later change allowed, and
if not, why; whether it does so when nobody asks what the time stamps within signatures are worth; how many signatures
it has, and how many of these are people's, not time stamps. Where thidua has to sign and does not, the line tells what
it says instead.
"""

import json
import logging
import multiprocessing
import os
import sys

from signing import algorithms, certificates, certified, fields, order, times
from signing.world import Refused, World
from verdicts import verdict

KINDS = (algorithms, certificates, certified, fields, order, times)
# What the processes share, made before they part.
CASES, WORLD = [], None


def made(at):
    """The line about one case, or why it could not be made."""
    name, make = CASES[at]
    path = os.path.join(WORLD.folder, f"{name}.pdf")
    try:
        pdf = make()
    except Refused as refused:
        return {"name": name, "refused": str(refused)}
    except Exception as error:  # told at the end; the others are made first
        return {"name": name, "fault": f"{type(error).__name__}: {error}"}
    with open(path, "wb") as file:
        file.write(pdf)
    said = verdict(path, WORLD.authorities.root.asn1())
    valid = {"valid": not said.why, "stamps_aside": not said.why_stamps_aside, "why": said.why}
    return {"name": name, "file": path, **valid, "signatures": said.signatures, "parties": said.parties}


def main():
    global WORLD
    logging.disable(logging.CRITICAL)
    folder, paper, thidua, *words = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    WORLD = World(folder, paper, os.path.abspath(thidua))
    for kind in KINDS:
        CASES.extend(case for case in kind.cases(WORLD) if not words or any(word in case[0] for word in words))
    assert len({name for name, _ in CASES}) == len(CASES), "two cases have one name"
    failed = []
    with multiprocessing.get_context("fork").Pool() as pool:
        for told in pool.imap(made, range(len(CASES))):
            if "fault" in told:
                failed.append(f"{told['name']}: {told['fault']}")
            else:
                print(json.dumps(told, ensure_ascii=False), flush=True)
    if failed:
        sys.exit("not made:\n" + "\n".join(failed))


main()
