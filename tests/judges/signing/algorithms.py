"""Every key and hash that pyHanko signs with."""

from asn1crypto import algos

from authorities import LATTICES, person

DIGESTS = {"sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}
CURVES = ("p256", "p384", "p521", "brainpool256", "brainpool384", "brainpool512")
SALTS = (0, 20, 32, "hash", "max")


def pss(digest, salt, mask=None):
    """RSA-PSS with a salt of so many bytes."""
    own = {"algorithm": digest}
    mask = {"algorithm": "mgf1", "parameters": {"algorithm": mask or digest}}
    parameters = {"hash_algorithm": own, "mask_gen_algorithm": mask, "salt_length": salt}
    mechanism = {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}
    return algos.SignedDigestAlgorithm(mechanism)


def cases(world):
    """One paper for each key, hash and salt."""
    for digest, length in DIGESTS.items():
        yield f"rsa-{digest}", lambda digest=digest: world.signed(by=world.rsa, md_algorithm=digest)
        for salt in SALTS:
            count = {"hash": length, "max": 256 - length - 2}.get(salt, salt)
            yield (
                f"pss-{digest}-salt-{salt}",
                lambda digest=digest, count=count: world.signed(
                    by=world.rsa.signer(signature_mechanism=pss(digest, count)), md_algorithm=digest
                ),
            )
    yield (
        "pss-sha256-mask-sha512",
        lambda: world.signed(by=world.rsa.signer(signature_mechanism=pss("sha256", 32, "sha512"))),
    )
    plain = algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
    yield "rsa-unnamed-hash", lambda: world.signed(by=world.rsa.signer(signature_mechanism=plain))
    for bits in (3072, 4096):
        yield f"rsa-{bits}", lambda bits=bits: world.signed(by=person(world.authorities.below, kind=f"rsa{bits}"))
    for curve in CURVES:
        holder = person(world.authorities.below, kind=curve)
        for digest in DIGESTS:
            yield f"{curve}-{digest}", lambda holder=holder, digest=digest: world.signed(by=holder, md_algorithm=digest)
    for kind, digest in (("ed25519", "sha512"), ("ed448", "shake256")):
        holder = person(world.authorities.below, kind=kind)
        yield f"{kind}-{digest}", lambda holder=holder, digest=digest: world.signed(by=holder, md_algorithm=digest)
    for kind in LATTICES:
        holder = person(world.authorities.below, kind=kind)
        yield (
            f"{kind}-sha512",
            lambda holder=holder: world.signed(by=holder, md_algorithm="sha512", reserved=24_000),
        )
    for digest in ("sha1", "md5"):
        yield f"rsa-{digest}", lambda digest=digest: world.signed(by=world.rsa, md_algorithm=digest)
    short = person(world.authorities.below, kind="rsa1024")
    yield "rsa-1024", lambda: world.signed(by=short)
