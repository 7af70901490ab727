"""Keys and certificates for the papers of the judges, made on the fly: a root, an authority below it, and whoever
asks for a certificate, with whatever extensions. Also the lists and answers of revocation, and a time-stamp
authority.
"""

import datetime
import os

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSWORD = "mat-khau-thu"
FROM = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
UNTIL = datetime.datetime(2045, 12, 31, tzinfo=datetime.UTC)
CURVES = {
    "p256": ec.SECP256R1,
    "p384": ec.SECP384R1,
    "p521": ec.SECP521R1,
    "brainpool256": ec.BrainpoolP256R1,
    "brainpool384": ec.BrainpoolP384R1,
    "brainpool512": ec.BrainpoolP512R1,
}
LATTICES = {
    "mldsa44": mldsa.MLDSA44PrivateKey,
    "mldsa65": mldsa.MLDSA65PrivateKey,
    "mldsa87": mldsa.MLDSA87PrivateKey,
}
_keys = {}


def new_key(kind):
    """A key of a kind; the RSA keys are made once, for that is slow."""
    if kind in CURVES:
        return ec.generate_private_key(CURVES[kind]())
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "ed448":
        return ed448.Ed448PrivateKey.generate()
    if kind in LATTICES:
        return LATTICES[kind].generate()
    bits = int(kind.removeprefix("rsa") or 2048)
    if bits not in _keys:
        _keys[bits] = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return _keys[bits]


def name(common, **more):
    """The name of a holder: `organisation` and `country` beside the common name."""
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, more.get("country", "VN")),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, more.get("organisation", "Thử nghiệm")),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ]
    return x509.Name(parts)


def key_usage(*allowed):
    """The extension that tells what a key may do."""
    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
        "crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{usage: usage in allowed for usage in every.split()})


def digest_for(key):
    """The hash with which an authority of that key signs; none where the kind of key knows its own."""
    if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
        return None
    size = key.key_size if isinstance(key, ec.EllipticCurvePrivateKey) else 256
    return hashes.SHA512() if size > 384 else hashes.SHA384() if size > 256 else hashes.SHA256()


class Identity:
    """A key, its certificate, and the certificates from its issuer to the root."""

    def __init__(self, key, certificate, chain):
        self.key, self.certificate, self.chain = key, certificate, chain

    def asn1(self):
        """The certificate as pyHanko wants it."""
        return as_asn1(self.certificate)

    def private(self):
        """The key as pyHanko wants it."""
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return load_private_key_from_pemder_data(pem, None)

    def store(self, also=()):
        """The certificates that go into a signature."""
        return SimpleCertificateStore.from_certs([as_asn1(one) for one in [*self.chain, *also]])

    def signer(self, also=(), **options):
        """Who signs with pyHanko."""
        return SimpleSigner(self.asn1(), self.private(), self.store(also), **options)

    def stamper(self, **options):
        """Who stamps the time with pyHanko."""
        return DummyTimeStamper(self.asn1(), self.private(), self.store(), **options)

    def write_p12(self, path):
        """Key and certificates as a file under PASSWORD."""
        encryption = BestAvailableEncryption(PASSWORD.encode())
        data = pkcs12.serialize_key_and_certificates(b"a", self.key, self.certificate, self.chain, encryption)
        with open(path, "wb") as file:
            file.write(data)


def as_asn1(certificate):
    """A certificate as pyHanko wants it."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def certify(subject, key, issuer=None, extensions=(), **more):
    """A certificate; its issuer is an identity or, for a root, nobody.

    Extensions are pairs of an extension and whether it is critical. `digest`, `pss`, `since`, `until`, `serial`.
    """
    signing = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(more.get("serial") or x509.random_serial_number())
        .not_valid_before(more.get("since", FROM))
        .not_valid_after(more.get("until", UNTIL))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size) if more.get("pss") else None
    certificate = builder.sign(signing, more.get("digest", digest_for(signing)), rsa_padding=pss)
    chain = [issuer.certificate, *issuer.chain] if issuer else []
    return Identity(key, certificate, chain)


def identifiers(key, issuer):
    """The extensions that link a certificate to its issuer's."""
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key((issuer.key if issuer else key).public_key())
    return [(own, False), (above, False)]


def authority(common, kind="p256", issuer=None, extensions=(), length=None, **more):
    """An authority that certifies others."""
    key = more.pop("key", None) or new_key(kind)
    basic = [
        (x509.BasicConstraints(ca=True, path_length=length), True),
        (key_usage("key_cert_sign", "crl_sign"), True),
        *identifiers(key, issuer),
    ]
    return certify(name(common), key, issuer, [*basic, *extensions], **more)


def person(issuer, common="Nguyễn Văn A", kind="p256", extensions=(), **more):
    """Somebody who signs papers."""
    key = more.pop("key", None) or new_key(kind)
    basic = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (more.pop("usage", None) or key_usage("digital_signature", "content_commitment"), True),
        *identifiers(key, issuer),
    ]
    return certify(more.pop("subject", None) or name(common), key, issuer, [*basic, *extensions], **more)


def time_stamper(issuer, common="Dấu thời gian", **more):
    """Who stamps the time; pyHanko's stamper knows RSA only."""
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return person(issuer, common, "rsa", [(stamping, True)], usage=key_usage("digital_signature"), **more)


class Authorities:
    """The root, the authority below it, and the usual holders."""

    def __init__(self, folder):
        self.root = authority("Cơ quan chứng thực gốc (thử nghiệm)")
        self.below = authority("Cơ quan chứng thực cấp dưới", issuer=self.root)
        self.person = person(self.below)
        self.rsa = person(self.below, "Trần Thị B", "rsa")
        self.stamper = time_stamper(self.below)
        with open(os.path.join(folder, "root.pem"), "wb") as file:
            file.write(self.root.certificate.public_bytes(Encoding.PEM))

    def revocations(self, by_answer):
        """What tells that nobody here is revoked: lists, or an answer for each holder."""
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        until = now + datetime.timedelta(days=30)
        now -= datetime.timedelta(minutes=5)

        def empty_list(issuer):
            builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
            made = builder.last_update(now).next_update(until).sign(issuer.key, digest_for(issuer.key))
            return made.public_bytes(Encoding.DER)

        def answer(holder, issuer):
            builder = ocsp.OCSPResponseBuilder().add_response(
                holder.certificate, issuer.certificate, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD, now, until, None, None
            )
            builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
            return builder.sign(issuer.key, digest_for(issuer.key)).public_bytes(Encoding.DER)

        if not by_answer:
            return {"crls": [empty_list(self.root), empty_list(self.below)]}
        answers = [answer(one, self.below) for one in (self.person, self.rsa, self.stamper)]
        return {"ocsps": [*answers, answer(self.below, self.root)]}
