#!/usr/bin/env python3
"""Changes signed papers in every way that is known, and asks others about them.

tests/judges/tampered.py FOLDER ROOT.pem KEY.p12 PASSWORD PAPER.pdf ONCE.pdf TWICE.pdf [WORD...]

PAPER is a paper of thidua with three empty fields or more, ONCE and TWICE the same when thidua has signed it; pyHanko
signs it here as well. ROOT.pem is whom to trust, KEY.p12 a key of somebody trusted. With WORDs only those cases are
made whose names hold one of them. The files are written into FOLDER, and a line of JSON for each: its name and file;
whether pyHanko calls every signature valid, why not, and how much it finds changed; on which pages, counted from 0, it
looks different in poppler and in MuPDF than when it was first signed, the places of later sound signatures left out;
what pdfsig finds; and what is to be told: that it was `changed`, that all is `allowed`, that all is allowed and yet
something is to be `told`, or nothing where opinions differ. A file that brings a judge down is dropped; the last line names those.
"""

import concurrent.futures
import json
import logging
import multiprocessing
import os
import pathlib
import signal
import sys
import tempfile
import zlib

from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign.signers import SimpleSigner

from authorities import Authorities
from tampering import catalog, fields, grounds, kinds, notes, pages, seals, sections, signers, syntax
from tampering.judging import TIMEOUT, Looks, by_pdfsig, by_pyhanko
from tampering.raw import Paper

KINDS = (pages, catalog, fields, kinds, notes, syntax, sections)
# Of the papers signed twice or by pyHanko, every so manieth case.
SHARE = 7
# What the processes share, made before they part.
CASES, BASES, COMMON = [], {}, {}


def judged(at):
    """The line about one case."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(4 * TIMEOUT)
    name, base, change = CASES[at]
    path = os.path.join(COMMON["folder"], f"{name}.pdf")
    try:
        pdf = change.made(base["paper"])
    except Exception as error:  # told at the end; the others are made first
        return {"fault": f"{name}: {type(error).__name__}: {error}"}
    with open(path, "wb") as file:
        file.write(pdf)
    looks = base["looks"].compared(path, [*base["without"], *change.sound])
    told = {"name": name, "file": path, "expect": change.expect, "looks_different": looks}
    told |= by_pyhanko(path, COMMON["root"]) | {"pdfsig": by_pdfsig(path)}
    signal.alarm(0)
    return told


def prepare(name, pdf):
    """Reads a signed paper and draws it as it was first signed."""
    paper = Paper(pdf)
    first = os.path.join(COMMON["folder"], f"{name}-first.pdf")
    with open(first, "wb") as file:
        file.write(pdf[: paper.covered()])
    without = [paper.area(one) for one in paper.signed[1:]]
    BASES[name] = {"paper": paper, "looks": Looks(first), "without": without}


def cases(name, words, sound, unsound):
    """The cases that are made of one paper."""
    base = BASES[name]
    others = [change for kind in KINDS for change in kind.changes(base["paper"])]
    for change in [*others, *signers.changes(base["paper"], sound, unsound, others)]:
        wanted = any(word in f"{name}-{change.name}" for word in words)
        shared = name == "once" or zlib.crc32(change.name.encode()) % SHARE == 0
        if wanted or shared and not words:
            yield f"{name}-{change.name}", base, change


def results(waiting):
    """The lines about all cases; those that bring a judge down are left in `waiting`, one is the next."""
    context = multiprocessing.get_context("fork")
    workers = os.cpu_count()
    while waiting:
        with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
            jobs = [(at, pool.submit(judged, at)) for at in waiting]
            try:
                for at, job in jobs:
                    yield job.result()
                    waiting.remove(at)
            except concurrent.futures.process.BrokenProcessPool:
                # With one worker alone it is known which case it was.
                if workers == 1:
                    yield {"dropped": CASES[waiting.pop(0)][0]}
                workers = 1


def main():
    logging.disable(logging.CRITICAL)
    folder, root, key, password, *papers = sys.argv[1:8]
    words = sys.argv[8:]
    os.makedirs(folder, exist_ok=True)
    COMMON.update(folder=folder, root=load_cert_from_pemder(root))
    sound = SimpleSigner.load_pkcs12(key, passphrase=password.encode())
    with tempfile.TemporaryDirectory() as elsewhere:
        unsound = Authorities(elsewhere).person.signer()
    unsigned, once, twice = (pathlib.Path(path).read_bytes() for path in papers)
    own = Paper(unsigned)
    field = own.at(own.fields[0]).get(b"/T").strip(b"()").decode()
    theirs = signers.signed(unsigned, sound, field, kind="words")
    for name, pdf in {"once": once, "twice": twice, "theirs": theirs}.items():
        prepare(name, pdf)
        CASES.extend(cases(name, words, sound, unsound))
    first = own.area(own.fields[0])
    prepare("sealed", seals.paper(unsigned, sound, field, first))
    prepare("ground", grounds.paper(unsigned, sound, field))
    pictured = {
        "sealed": seals.changes(BASES["sealed"]["paper"], sound, first),
        "ground": grounds.changes(unsigned, sound, field),
        "kind": kinds.pictures(BASES["sealed"]["paper"], sound, unsigned, field, first),
    }
    pictures = [(f"{name}-{one.name}", BASES.get(name, BASES["sealed"]), one) for name, kind in pictured.items() for one in kind]
    CASES.extend(one for one in pictures if not words or any(word in one[0] for word in words))
    assert len({case[0] for case in CASES}) == len(CASES), "two cases have one name"
    dropped, faults = [], []
    for told in results(list(range(len(CASES)))):
        if "dropped" in told:
            dropped.append(told["dropped"])
        elif "fault" in told:
            faults.append(told["fault"])
        else:
            print(json.dumps(told, ensure_ascii=False), flush=True)
    print(json.dumps({"dropped": dropped}))
    if faults:
        sys.exit("not made:\n" + "\n".join(faults))


main()
