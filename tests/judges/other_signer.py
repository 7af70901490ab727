#!/usr/bin/env python3
"""Signs with pyHanko: tests/judges/other_signer.py FILE FIELD KEY.p12 PASSWORD [no-changes|form-filling]

The last word makes it a certification that allows so much. The file is replaced.
"""

import sys
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

path, field, key, password = sys.argv[1:5]
certify = sys.argv[5] if len(sys.argv) > 5 else None
metadata = PdfSignatureMetadata(
    field_name=field,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=certify is not None,
    docmdp_permissions=MDPPerm.NO_CHANGES if certify == "no-changes" else MDPPerm.FILL_FORMS,
)
with open(path, "rb") as file:
    writer = IncrementalPdfFileWriter(BytesIO(file.read()))
signer = SimpleSigner.load_pkcs12(key, passphrase=password.encode())
signed = sign_pdf(writer, metadata, signer=signer, existing_fields_only=True)
with open(path, "wb") as file:
    file.write(signed.getvalue())
