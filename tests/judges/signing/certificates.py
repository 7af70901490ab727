"""Certificates and chains with every extension that a way to the root may have."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from authorities import authority, certify, key_usage, name, new_key, person

ONE, OTHER = ObjectIdentifier("1.3.6.1.4.1.99999.1"), ObjectIdentifier("1.3.6.1.4.1.99999.2")
ANY = ObjectIdentifier("2.5.29.32.0")


def policies(*identifiers):
    """The policies under which a certificate was given."""
    return x509.CertificatePolicies([x509.PolicyInformation(one, None) for one in identifiers])


def explained_policy():
    """A policy with the address of its text and a notice."""
    notice = x509.UserNotice(None, "Chỉ dùng để thử")
    return x509.CertificatePolicies([x509.PolicyInformation(ONE, ["http://a.invalid/cps", notice])])


def constraints(permitted=(), excluded=()):
    """The names that an authority may certify."""
    return x509.NameConstraints(list(permitted) or None, list(excluded) or None)


def directory(**parts):
    """All names that begin so."""
    kinds = {"country": NameOID.COUNTRY_NAME, "organisation": NameOID.ORGANIZATION_NAME}
    return x509.DirectoryName(x509.Name([x509.NameAttribute(kinds[kind], value) for kind, value in parts.items()]))


def mailbox(address):
    """A further name of a holder: where letters reach him."""
    return x509.SubjectAlternativeName([x509.RFC822Name(address)])


def unknown(value=b"\x05\x00"):
    """An extension that nobody knows."""
    return x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.77"), value)


def explicit(skip=0):
    """Every way to the root needs a policy that counts."""
    return x509.PolicyConstraints(require_explicit_policy=skip, inhibit_policy_mapping=None)


def of_holders():
    """By name: the extensions of the holder's own certificate."""
    usage = ExtendedKeyUsageOID
    documents = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
    yield "policy", [(policies(ONE), False)]
    yield "policy-critical", [(policies(ONE), True)]
    yield "policy-any-critical", [(policies(ANY), True)]
    yield "policy-explained", [(explained_policy(), False)]
    yield "policy-explained-critical", [(explained_policy(), True)]
    yield "usage-mail", [(x509.ExtendedKeyUsage([usage.EMAIL_PROTECTION]), False)]
    yield "usage-mail-and-client", [(x509.ExtendedKeyUsage([usage.CLIENT_AUTH, usage.EMAIL_PROTECTION]), False)]
    yield "usage-documents", [(x509.ExtendedKeyUsage([documents]), False)]
    yield "usage-documents-critical", [(x509.ExtendedKeyUsage([documents]), True)]
    yield "usage-any", [(x509.ExtendedKeyUsage([usage.ANY_EXTENDED_KEY_USAGE]), False)]
    yield "mailbox", [(mailbox("a@thu.invalid"), False)]
    yield "mailbox-critical", [(mailbox("a@thu.invalid"), True)]
    yield "unknown", [(unknown(), False)]
    yield "unknown-critical", [(unknown(), True)]
    place = x509.DistributionPoint([x509.UniformResourceIdentifier("http://a.invalid/a.crl")], None, None, None)
    yield "list-elsewhere", [(x509.CRLDistributionPoints([place]), False)]
    where = x509.UniformResourceIdentifier("http://a.invalid/ocsp")
    told = x509.AccessDescription(x509.oid.AuthorityInformationAccessOID.OCSP, where)
    yield "answers-elsewhere", [(x509.AuthorityInformationAccess([told]), False)]
    yield "never-checked", [(x509.OCSPNoCheck(), False)]


def of_authorities():
    """By name: the extensions of an authority, and those of the holder whom it certifies."""
    vietnam, abroad = directory(country="VN"), directory(country="LA")
    office = directory(country="VN", organisation="Thử nghiệm")
    elsewhere = directory(country="VN", organisation="Cơ quan khác")
    for word, critical in (("", False), ("-critical", True)):
        yield f"names-permitted{word}", [(constraints([vietnam]), critical)], []
        yield f"names-permitted-office{word}", [(constraints([office]), critical)], []
        yield f"names-excluded{word}", [(constraints([], [abroad]), critical)], []
        yield f"names-both{word}", [(constraints([vietnam], [elsewhere]), critical)], []
        yield f"names-permitted-violated{word}", [(constraints([abroad]), critical)], []
        yield f"names-excluded-violated{word}", [(constraints([], [vietnam]), critical)], []
        yield f"names-excluded-office-violated{word}", [(constraints([vietnam], [office]), critical)], []
        letters = constraints([x509.RFC822Name("thu.invalid")])
        yield f"mailbox-permitted{word}", [(letters, critical)], [(mailbox("a@thu.invalid"), False)]
        yield f"mailbox-violated{word}", [(letters, critical)], [(mailbox("a@khac.invalid"), False)]
        yield f"mailbox-permitted-none-there{word}", [(letters, critical)], []
        hosts = constraints([x509.DNSName("thu.invalid")])
        yield f"hosts-permitted-none-there{word}", [(hosts, critical)], []
        one = (policies(ONE), critical)
        yield f"policy-of-both{word}", [one], [one]
        yield f"policy-of-authority{word}", [one], []
        yield f"policy-differs{word}", [one], [(policies(OTHER), critical)]
        yield f"policy-explicit{word}", [one, (explicit(), critical)], [one]
        yield f"policy-explicit-later{word}", [one, (explicit(1), critical)], [one]
        yield f"policy-explicit-any{word}", [(policies(ANY), critical), (explicit(), critical)], [one]
        yield f"policy-explicit-missing{word}", [one, (explicit(), critical)], []
        yield f"policy-explicit-differs{word}", [one, (explicit(), critical)], [(policies(OTHER), critical)]
        mapping = x509.PolicyConstraints(require_explicit_policy=None, inhibit_policy_mapping=0)
        yield f"mapping-inhibited{word}", [one, (mapping, critical)], [one]
        no_any = x509.InhibitAnyPolicy(0)
        yield f"any-inhibited{word}", [one, (no_any, critical)], [one]
        yield f"any-inhibited-any-there{word}", [one, (no_any, critical)], [(policies(ANY), critical)]
        needed = [one, (no_any, critical), (explicit(), critical)]
        yield f"any-inhibited-but-needed{word}", needed, [(policies(ANY), critical)]
    yield "unknown-above", [(unknown(), False)], []
    yield "unknown-critical-above", [(unknown(), True)], []


def cases(world):
    """One paper for each kind of certificate and chain."""
    root, below = world.authorities.root, world.authorities.below
    signed = world.signed
    for word, extensions in of_holders():
        yield f"holder-{word}", lambda extensions=extensions: signed(by=person(below, extensions=extensions))
    for word, above, own in of_authorities():

        def made(above=above, own=own):
            middle = authority("Cơ quan chứng thực có điều kiện", issuer=root, extensions=above)
            return signed(by=person(middle, extensions=own))

        yield f"authority-{word}", made
    for kind in ("p384", "p521", "brainpool256", "brainpool512", "rsa", "ed25519", "ed448"):
        yield f"issuer-{kind}", lambda kind=kind: signed(by=person(authority("Cơ quan khác", kind, issuer=root)))
    by_rsa = authority("Cơ quan RSA", "rsa", issuer=root)
    yield "issuer-rsa-pss", lambda: signed(by=person(by_rsa, pss=True))
    for digest in (hashes.SHA224, hashes.SHA384, hashes.SHA512):
        yield f"issuer-rsa-{digest.name}", lambda digest=digest: signed(by=person(by_rsa, digest=digest()))
        yield f"issuer-p256-{digest.name}", lambda digest=digest: signed(by=person(below, digest=digest()))
    wide = authority("Cơ quan P-521", "p521", issuer=root)
    for digest in (hashes.SHA256, hashes.SHA384):
        yield f"issuer-p521-{digest.name}", lambda digest=digest: signed(by=person(wide, digest=digest()))
    yield from chains(world, root, below)
    yield from holders(world, below)


def chains(world, root, below):
    """Ways to the root of every length, and some that lead nowhere."""
    signed = world.signed

    def way(lengths):
        above = root
        for at, length in enumerate(lengths):
            above = authority(f"Cơ quan cấp {at + 1}", issuer=above, length=length)
        return signed(by=person(above))

    yield "way-straight-from-root", lambda: signed(by=person(root))
    yield "way-length-enough", lambda: way([1, 0])
    yield "way-length-zero", lambda: way([0])
    yield "way-length-violated", lambda: way([0, None])
    yield "way-length-violated-later", lambda: way([1, None, None])
    yield "way-of-four", lambda: way([None, None, None])
    yield "way-unknown-root", lambda: signed(by=person(authority("Gốc của người khác")))
    yield "way-by-a-person", lambda: signed(by=person(world.person))
    yield "way-also-others", lambda: signed(by=person(below).signer(also=[authority("Người ngoài").certificate]))

    def same_name():
        # Two authorities of one name: readers have to try both.
        twin = authority("Cơ quan chứng thực cấp dưới", issuer=root)
        return signed(by=person(twin).signer(also=[below.certificate]))

    yield "way-two-of-one-name", same_name
    usage = [(x509.BasicConstraints(ca=True, path_length=None), True)]

    def odd_authority(extensions):

        return signed(by=person(certify(name("Cơ quan lạ"), new_key("p256"), root, extensions)))

    yield "way-authority-without-usage", lambda: odd_authority(usage)
    yield "way-authority-not-for-certificates", lambda: odd_authority([*usage, (key_usage("crl_sign"), True)])
    yield "way-authority-without-constraints", lambda: odd_authority([(key_usage("key_cert_sign"), True)])


def holders(world, below):
    """Holders with other names, terms and uses."""

    signed = world.signed
    yield (
        "holder-bare",
        lambda: signed(
            by=certify(name("Nguyễn Văn A"), new_key("p256"), below, [(key_usage("content_commitment"), True)])
        ),
    )
    yield "holder-commits-only", lambda: signed(by=person(below, usage=key_usage("content_commitment")))
    yield (
        "holder-usage-encipher-too",
        lambda: signed(
            by=person(below, usage=key_usage("digital_signature", "content_commitment", "key_encipherment"))
        ),
    )
    long = datetime.datetime(2099, 12, 31, tzinfo=datetime.UTC)
    yield "holder-beyond-2050", lambda: signed(by=person(below, until=long))
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    yield "holder-expired", lambda: signed(by=person(below, since=past, until=past + datetime.timedelta(days=366)))
    yield "holder-not-yet", lambda: signed(by=person(below, since=long - datetime.timedelta(days=9), until=long))
    yield "holder-long-serial", lambda: signed(by=person(below, serial=(1 << 158) + 7))
    yield "holder-short-serial", lambda: signed(by=person(below, serial=1))
    several = x509.Name(
        [
            x509.RelativeDistinguishedName(
                [
                    x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn A"),
                    x509.NameAttribute(NameOID.SERIAL_NUMBER, "MST:0100000000"),
                ]
            ),
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.USER_ID, "CCCD:000000000000")]),
        ]
    )
    yield "holder-name-of-several", lambda: signed(by=person(below, subject=several))
    plain = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Phường Hương 1")])
    yield "holder-without-common-name", lambda: signed(by=person(below, subject=plain))
