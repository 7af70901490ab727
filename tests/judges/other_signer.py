#!/usr/bin/env python3
"""Signs with pyHanko: tests/judges/other_signer.py FILE FIELD KEY.p12 PASSWORD [no-changes|form-filling]

The last word makes it a certification that allows so much. The file is replaced.
"""

import sys
from io import BytesIO

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

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
# A line, and none of the words that it shows by itself: their font is not embedded, which breaks PDF/A.
line = RawContent(b"0 0 m 40 0 l S", box=BoxConstraints(40, 10))
style = StaticStampStyle(background=line, background_opacity=1, border_width=0)
signed = PdfSigner(metadata, signer, stamp_style=style).sign_pdf(writer, existing_fields_only=True)
with open(path, "wb") as file:
    file.write(signed.getvalue())
