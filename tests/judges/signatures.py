#!/usr/bin/env python3
"""Asks pyHanko about signatures: tests/judges/signatures.py root.pem FILE...

A line of JSON for each signature of each file, in the order of signing. Revocation is not asked about: the test
authorities publish nothing.
"""

import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def judged(path, signature, root):
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    status = validate_pdf_signature(signature, context, ts_validation_context=context)
    stamp = status.timestamp_validity
    return {
        "file": path,
        "field": signature.field_name,
        "signer": status.signing_cert.subject.native.get("common_name"),
        "algorithm": status.pkcs7_signature_mechanism,
        "kind": str(signature.sig_object.get("/SubFilter")),
        "attributes": sorted(one["type"].native for one in signature.signer_info["signed_attrs"]),
        "valid": bool(status.bottom_line),
        "intact": status.intact,
        "trusted": status.trusted,
        "coverage": status.coverage.name,
        "changes": status.modification_level.name,
        "stamped": bool(stamp and stamp.valid and stamp.intact and stamp.trusted),
    }


def main():
    root = load_cert_from_pemder(sys.argv[1])
    for path in sys.argv[2:]:
        with open(path, "rb") as file:
            for signature in PdfFileReader(file).embedded_signatures:
                print(json.dumps(judged(path, signature, root), ensure_ascii=False))


main()
