"""What the papers of other tools are made of: an unsigned paper of thidua, authorities, pyHanko and thidua."""

import os
import subprocess
import tempfile
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper

from authorities import PASSWORD, Authorities, person


class Refused(Exception):
    """thidua does not sign a paper, and says why."""


class Careless(PdfSigner):
    """Signs although an earlier signature forbids it."""

    def _enforce_certification_constraints(self, reader):
        pass


class World:
    """A paper that waits for signatures, and whoever signs it."""

    def __init__(self, folder, paper, thidua):
        self.folder, self.thidua = folder, thidua
        with open(paper, "rb") as file:
            self.paper = file.read()
        reader = PdfFileReader(BytesIO(self.paper))
        self.fields = [name for name, _, _ in enumerate_sig_fields(reader, filled_status=False)]
        self.pages = int(reader.root["/Pages"]["/Count"])
        self.authorities = Authorities(folder)
        self.person, self.rsa = self.authorities.person, self.authorities.rsa
        self.key = os.path.join(folder, "nguyen-van-a.p12")
        self.password = os.path.join(folder, "mat-khau")
        # Named by nothing but his own name, he may sign any field of a paper.
        own = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Nguyễn Văn A")])
        person(self.authorities.below, subject=own).write_p12(self.key)
        with open(self.password, "w", encoding="utf-8") as file:
            file.write(PASSWORD)

    def stamper(self, **options):
        """The time-stamp authority of everybody."""
        return self.authorities.stamper.stamper(**options)

    def signed(self, pdf=None, by=None, field=0, **options):
        """A paper with one signature more.

        `by` is an identity or a signer of pyHanko, `field` the number of one of the paper's own or any name.
        `new` tells what a new field is like, `style` and `text` how the signature looks, `stamper` who stamps the
        time; `prepared` changes the paper in the same update, with `anyway` nobody minds what was forbidden, and
        `reserved` is the room for the value. What is left are pyHanko's own settings.
        """
        pdf = self.paper if pdf is None else pdf
        by = by or self.person
        signer = by.signer() if hasattr(by, "signer") else by
        new, style, text = (options.pop(key, None) for key in ("new", "style", "text"))
        stamper, prepared, anyway = (options.pop(key, None) for key in ("stamper", "prepared", "anyway"))
        reserved = options.pop("reserved", None)
        name = new.sig_field_name if new else self.fields[field] if isinstance(field, int) else field
        settings = {"md_algorithm": "sha256", "subfilter": SigSeedSubFilter.PADES, **options}
        metadata = PdfSignatureMetadata(field_name=name, **settings)
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if prepared:
            prepared(writer)
        pdf_signer = (Careless if anyway else PdfSigner)(
            metadata, signer, timestamper=stamper, stamp_style=style, new_field_spec=new
        )
        # Without an estimate of its own pyHanko signs everything twice.
        usual = 16_000 if stamper or options.get("embed_validation_info") else 7_000
        reserved = None if options.get("tight_size_estimates") else reserved or usual
        return pdf_signer.sign_pdf(
            writer, existing_fields_only=new is None, appearance_text_params=text, bytes_reserved=reserved
        ).getvalue()

    def stamped(self, pdf, stamper=None, digest="sha256"):
        """A paper with a time stamp over all of it."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        return PdfTimeStamper(stamper or self.stamper()).timestamp_pdf(writer, digest).getvalue()

    def updated(self, pdf, change):
        """A paper with an update through pyHanko's writer."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    def with_field(self, pdf, name, **options):
        """A paper with a further, empty signature field."""
        return self.updated(pdf, lambda writer: append_signature_field(writer, SigFieldSpec(name, **options)))

    def by_thidua(self, pdf, field=0):
        """A paper that thidua has signed."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.pdf")
            with open(path, "wb") as file:
                file.write(pdf)
            asked = ["sign", path, "--as", self.fields[field], "--key", self.key, "--pin-file", self.password]
            done = subprocess.run([self.thidua, *asked], capture_output=True, check=False)
            if done.returncode != 0:
                raise Refused(done.stderr.decode())
            with open(path, "rb") as file:
                return file.read()
