#!/usr/bin/env bash
# pyHanko 0.38.0 signs a new field whose name has a full stop, and then calls the earlier signature broken by it.
#
# Signing "nhom.o-ky" in a paper that is signed already makes two objects, the field `nhom` and `o-ky` within it. The
# command reports success. pyHanko's own comparison of revisions allows one new field for one new signature, finds two
# ("More form fields added than expected"), and reports ILLEGAL_MODIFICATIONS for the first signature. The same with a
# plain name is allowed. Who adds signature fields to signed papers should give them names without full stops.
#
# Seen: "o-ky: FORM_FILLING, valid" and "nhom.o-ky: OTHER, not valid".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check pyHanko==0.38.0
"$folder/python/bin/python3" - <<'PYTHON'
import datetime
import logging
from io import BytesIO

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

logging.disable(logging.CRITICAL)
key = ec.generate_private_key(ec.SECP256R1())
name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "Nguyen Van A")])
now = datetime.datetime.now(datetime.timezone.utc)
usage = certificates.KeyUsage(True, True, False, False, False, False, False, False, False)
certificate = (
    certificates.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=9))
    .add_extension(usage, critical=True).sign(key, hashes.SHA256())
)
der = x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
private = keys.PrivateKeyInfo.load(
    key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
)
signer = SimpleSigner(signing_cert=der, signing_key=private, cert_registry=SimpleCertificateStore())


def signed(pdf, field):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return sign_pdf(writer, PdfSignatureMetadata(field_name=field), signer=signer).getvalue()


writer = PdfFileWriter()
content = RawContent(box=BoxConstraints(595, 842), data=b"q Q")
writer.insert_page(PageObject(contents=writer.add_object(content.as_form_xobject()), media_box=(0, 0, 595, 842)))
blank = BytesIO()
writer.write(blank)
once = signed(blank.getvalue(), "first")
for field, allowed in (("o-ky", True), ("nhom.o-ky", False)):
    first = PdfFileReader(BytesIO(signed(once, field))).embedded_signatures[0]
    status = validate_pdf_signature(first, ValidationContext(trust_roots=[der]))
    print(f"{field}: {status.modification_level.name}, {'valid' if status.bottom_line else 'not valid'}")
    assert status.bottom_line == allowed, "pyHanko judges this otherwise now"
PYTHON
