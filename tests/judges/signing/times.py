"""Time stamps and proofs for later, sound and unsound: the levels of PAdES from B-B to B-LTA."""

from asn1crypto import cms, core
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.ades.cades_asn1 import SignaturePolicyId, SignaturePolicyIdentifier
from pyhanko.sign.attributes import CMSAttributeProvider, TSTProvider
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import DefaultUnsignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext

from authorities import authority, person, time_stamper

BOX = (60, 40, 240, 100)


class OtherHash(DefaultUnsignedAttributes):
    """Stamps a signature by another hash than its own."""

    def __init__(self, stamper, digest):
        super().__init__(stamper)
        self.digest = digest

    def unsigned_attr_providers(self, signature, signed_attrs, digest_algorithm):
        """The stamp alone."""
        yield TSTProvider(self.digest, signature, self.timestamper)


class OfAnother(DummyTimeStamper):
    """Gives the stamp of something else."""

    async def async_timestamp(self, message_digest, md_algorithm):
        """A stamp that does not fit."""
        return await super().async_timestamp(bytes(len(message_digest)), md_algorithm)


class NoToken(CMSAttributeProvider):
    """What stands where a stamp is looked for, and is none."""

    attribute_type = "signature_time_stamp_token"

    async def build_attr_value(self, dry_run=False):
        """Bytes of no meaning."""
        return cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"khong phai dau thoi gian")})


class Unreadable(DefaultUnsignedAttributes):
    """Gives what is no stamp at all."""

    def unsigned_attr_providers(self, signature, signed_attrs, digest_algorithm):
        """The bytes alone."""
        yield NoToken()


class Broken(DummyTimeStamper):
    """Gives a stamp whose signature was spoilt."""

    async def async_timestamp(self, message_digest, md_algorithm):
        """A stamp of a wrong value."""
        token = await super().async_timestamp(message_digest, md_algorithm)
        info = token["content"]["signer_infos"][0]
        value = bytearray(info["signature"].native)
        value[40] ^= 1
        info["signature"] = bytes(value)
        return token


def proofs(world, by_answer):
    """What pyHanko collects for B-LT: lists of revocation, or answers."""
    root = world.authorities.root.asn1()
    return ValidationContext(
        trust_roots=[root],
        allow_fetching=False,
        other_certs=[world.authorities.below.asn1()],
        **world.authorities.revocations(by_answer),
    )


def levels(world):
    """By name: the settings of each level."""
    yield "b", lambda: {}
    yield "t", lambda: {"stamper": world.stamper()}
    for word, by_answer in (("lists", False), ("answers", True)):

        def long(by_answer=by_answer, **more):
            context = proofs(world, by_answer)
            return {"stamper": world.stamper(), "embed_validation_info": True, "validation_context": context, **more}

        yield f"lt-{word}", long
        yield f"lta-{word}", lambda long=long: long(use_pades_lta=True)


def cases(world):
    """One paper for each level, field and order, and for each odd stamp."""
    look = TextStampStyle(stamp_text="Da ky")
    makes = {
        "own": {},
        "own-seen": {"style": look},
        "new-unseen": {"new": SigFieldSpec("o-ky-moi")},
        "new-seen": {"new": SigFieldSpec("o-ky-moi", box=BOX), "style": look},
    }
    for level, settings in levels(world):
        for word, make in makes.items():
            yield f"level-{level}-{word}", lambda settings=settings, make=make: world.signed(**settings(), **make)
        for other, more in levels(world):
            yield (
                f"level-{level}-then-{other}",
                lambda settings=settings, more=more: world.signed(
                    world.signed(**settings()), field=1, by=world.rsa, **more()
                ),
            )
        yield f"level-{level}-then-thidua", lambda settings=settings: world.by_thidua(world.signed(**settings()), 1)
        yield (
            f"level-{level}-after-thidua",
            lambda settings=settings: world.signed(world.by_thidua(world.paper, 1), **settings()),
        )
    for word, by_answer in (("lists", False), ("answers", True)):
        yield (
            f"older-kind-with-{word}",
            lambda by_answer=by_answer: world.signed(
                subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
                embed_validation_info=True,
                validation_context=proofs(world, by_answer),
                stamper=world.stamper(),
            ),
        )
    yield from stamps(world)


def stamps(world):
    """Stamps of every kind, sound or not, within a signature and over the whole paper."""
    below = world.authorities.below
    same = world.authorities.stamper

    def with_attributes(attributes):
        signer = world.person.signer()
        signer.unsigned_attr_prov_spec = attributes
        return world.signed(by=signer, reserved=14_000)

    for digest in ("sha1", "sha224", "sha384", "sha512"):
        yield f"stamp-over-{digest}", lambda digest=digest: with_attributes(OtherHash(world.stamper(), digest))
    yield "stamp-unreadable", lambda: with_attributes(Unreadable(None))
    odd = {"of-another": OfAnother, "broken": Broken}
    for word, kind in odd.items():
        yield f"stamp-{word}", lambda kind=kind: world.signed(stamper=kind(same.asn1(), same.private(), same.store()))
    strangers = {
        "unknown": lambda: time_stamper(authority("Gốc của người khác")),
        "not-for-times": lambda: person(below, "Dấu thời gian", "rsa"),
        "without-certificates": lambda: same,
    }
    for word, who in strangers.items():
        yield f"stamp-{word}", lambda who=who: world.signed(stamper=stranger(who()))
        yield f"stamp-over-all-{word}", lambda who=who: world.stamped(world.signed(), stranger(who()))
    for digest in ("sha1", "sha256", "sha384", "sha512"):
        yield f"stamp-over-all-{digest}", lambda digest=digest: world.stamped(world.signed(), digest=digest)
    yield "stamp-over-all-twice", lambda: world.stamped(world.stamped(world.signed()))
    yield "stamp-over-all-first", lambda: world.signed(world.stamped(world.paper))
    yield "stamp-over-all-alone", lambda: world.stamped(world.paper)
    yield "stamp-over-all-after-thidua", lambda: world.stamped(world.by_thidua(world.paper))
    yield "stamp-over-all-then-thidua", lambda: world.by_thidua(world.stamped(world.signed()), 1)
    yield "stamp-without-nonce", lambda: world.signed(stamper=world.stamper(include_nonce=False))
    told = {"algorithm": "sha256"}
    about = {"sig_policy_id": "1.3.6.1.4.1.99999.5", "sig_policy_hash": {"digest_algorithm": told, "digest": bytes(32)}}
    policy = SignaturePolicyIdentifier("signature_policy_id", SignaturePolicyId(about))
    attributes = {
        "policy": CAdESSignedAttrSpec(signature_policy_identifier=policy),
        "content-stamped": CAdESSignedAttrSpec(timestamp_content=True),
        "commitment": CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_APPROVAL.asn1),
    }
    for word, more in attributes.items():
        yield f"attribute-{word}", lambda more=more: world.signed(stamper=world.stamper(), cades_signed_attr_spec=more)


def stranger(who):
    """A stamper that gives its own certificate alone, or with those above it."""
    return DummyTimeStamper(who.asn1(), who.private(), who.store())
