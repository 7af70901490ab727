#!/usr/bin/env python3
"""Asks pyHanko whether files stand: tests/judges/verdicts.py root.pem FILE...

A line of JSON for each file: whether it has signatures and every one of them is valid, and if not, why. A file that
pyHanko cannot read does not stand. Revocation is not asked about: the test authorities publish nothing.
"""

import json
import logging
import sys
from dataclasses import dataclass, field

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


@dataclass
class Verdict:
    """What pyHanko says of a file."""

    # Why it does not stand; nothing when it does.
    why: list = field(default_factory=list)
    # The same when nobody asks what the time stamps within signatures are worth.
    why_stamps_aside: list = field(default_factory=list)
    # What was changed after each signature.
    levels: list = field(default_factory=list)
    # How many signatures there are, and how many of them are people's, not time stamps.
    signatures: int = 0
    parties: int = 0


def verdict(path, root):
    """What pyHanko says of a file, when this certificate is trusted."""
    said = Verdict()
    try:
        with open(path, "rb") as file:
            for signature in PdfFileReader(file).embedded_signatures:
                judge(said, signature, root)
        if not said.signatures:
            raise ValueError("no signatures")
    except Exception as error:  # whatever pyHanko stumbles over
        said.why.append(f"{type(error).__name__}: {error}")
        said.why_stamps_aside.append(said.why[-1])
    return said


def judge(said, signature, root):
    """Adds what pyHanko says of one signature."""
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    said.signatures += 1
    if signature.sig_object_type == "/DocTimeStamp":
        status = validate_pdf_timestamp(signature, context)
        unchanged = not isinstance(signature.diff_result, Exception)
        stands = aside = status.valid and status.intact and status.trusted and unchanged
    else:
        said.parties += 1
        status = validate_pdf_signature(signature, context, ts_validation_context=context)
        stands = status.bottom_line
        unchanged = status.docmdp_ok or status.modification_level is None
        aside = status.intact and status.valid and status.trusted and status.seed_value_ok and unchanged
        said.levels.append(getattr(status.modification_level, "name", "NONE"))
    told = f"{signature.field_name}: {status.summary()}"
    if not stands:
        said.why.append(told)
    if not aside:
        said.why_stamps_aside.append(told)


def main():
    logging.disable(logging.CRITICAL)
    root = load_cert_from_pemder(sys.argv[1])
    for path in sys.argv[2:]:
        why = verdict(path, root).why
        print(json.dumps({"file": path, "valid": not why, "why": why}, ensure_ascii=False))


if __name__ == "__main__":
    main()
