#!/usr/bin/env python3
"""Asks pyHanko whether files stand: tests/judges/verdicts.py root.pem FILE...

A line of JSON for each file: whether it has signatures and every one of them is valid, and if not, why. A file that
pyHanko cannot read does not stand. Revocation is not asked about: the test authorities publish nothing.
"""

import json
import logging
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


def faults(path, root):
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        signatures = reader.embedded_signatures
        if not signatures:
            yield "no signatures"
        for signature in signatures:
            if signature.sig_object_type == "/DocTimeStamp":
                status = validate_pdf_timestamp(signature, context)
                unchanged = not isinstance(signature.diff_result, Exception)
                stands = status.valid and status.intact and status.trusted and unchanged
            else:
                status = validate_pdf_signature(signature, context, ts_validation_context=context)
                stands = status.bottom_line
            if not stands:
                yield f"{signature.field_name}: {status.summary()}"


def main():
    logging.disable(logging.CRITICAL)
    root = load_cert_from_pemder(sys.argv[1])
    for path in sys.argv[2:]:
        try:
            why = list(faults(path, root))
        except Exception as error:  # whatever pyHanko stumbles over
            why = [f"{type(error).__name__}: {error}"]
        print(json.dumps({"file": path, "valid": not why, "why": why}, ensure_ascii=False))


main()
