"""Signatures in every kind of field and with every look that pyHanko offers."""

from io import BytesIO

import pikepdf
from PIL import Image
from pyhanko.pdf_utils import content, generic, images, layout
from pyhanko.sign.fields import (
    InvisSigSettings,
    SigAuthType,
    SigFieldSpec,
    SigSeedSubFilter,
    SigSeedValFlags,
    SigSeedValueSpec,
    VisibleSigSettings,
    append_signature_field,
)
from pyhanko.sign.signers import DEFAULT_SIGNING_STAMP_STYLE, pdf_byterange
from pyhanko.stamp import QRPosition, QRStampStyle, StaticStampStyle, TextStampStyle

NAME = generic.pdf_name
BOX = (60, 40, 240, 100)
STAMPS = ("bare", "text", "art", "image", "qr", "page")
# What tools write into the widget of a new field beside what they have to.
FURTHER_KEYS = {
    "DR": {NAME("/Font"): generic.DictionaryObject()},
    "MK": {NAME("/R"): generic.NumberObject(0)},
    "BS": {NAME("/W"): generic.NumberObject(0), NAME("/S"): NAME("/S")},
    "DA": generic.pdf_string("/Helv 0 Tf 0 g"),
    "Q": generic.NumberObject(0),
    "H": NAME("/N"),
    "NM": generic.pdf_string("o-ky-1"),
    "M": generic.pdf_string("D:20260115080000+07'00'"),
    "C": generic.ArrayObject([]),
    "Border": generic.ArrayObject([generic.NumberObject(0)] * 3),
    "Contents": generic.pdf_string("Chữ ký số"),
    "Lang": generic.pdf_string("vi-VN"),
    "TM": generic.pdf_string("o-ky"),
    "Ff": generic.NumberObject(1),
    "ABCD_Tool": generic.pdf_string("5.2"),
}


def style(world, kind):
    """How a signature looks, and the words for it."""
    if kind == "text":
        return TextStampStyle(stamp_text="Ky boi: Nguyen Van A\n%(ts)s", border_width=1), None
    if kind == "art":
        return DEFAULT_SIGNING_STAMP_STYLE, {"signer": "Nguyen Van A"}
    if kind == "image":
        seal = Image.new("RGBA", (40, 40), (200, 0, 0, 128))
        return TextStampStyle(stamp_text=" ", background=images.PdfImage(seal), background_opacity=1), None
    if kind == "qr":
        position = QRPosition.RIGHT_OF_TEXT
        return QRStampStyle(stamp_text="%(url)s", qr_position=position), {"url": "https://a.invalid/1"}
    if kind == "page":
        with open(f"{world.folder}/mau-dau.pdf", "wb") as file:
            file.write(world.paper)
        return StaticStampStyle(background=content.ImportedPdfPage(file.name)), None
    return None, None


def with_keys(writer, further):
    """Adds an empty field whose widget has further keys."""
    append_signature_field(writer, SigFieldSpec("o-ky-moi", box=BOX))
    field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
    for key, value in further.items():
        field[NAME(f"/{key}")] = generic.DictionaryObject(value) if isinstance(value, dict) else value
    writer.update_container(field)


def cases(world):
    """One paper for each field and look."""
    last = world.pages - 1
    for stamp in STAMPS:
        look, words = style(world, stamp)
        yield f"own-field-{stamp}", lambda look=look, words=words: world.signed(style=look, text=words)
        places = {"first": 0, "last": last}
        for where, page in places.items():
            for title in ("o-ky-moi", "nhom.o-ky"):
                spec = SigFieldSpec(title, on_page=page, box=BOX)
                word = "dotted" if "." in title else "plain"
                yield (
                    f"new-{word}-{where}-page-{stamp}",
                    lambda spec=spec, look=look, words=words: world.signed(new=spec, style=look, text=words),
                )
    yield from new_fields(world, last)
    yield from further_keys(world)
    yield from metadata(world)


def new_fields(world, last):
    """New fields of every make, signed at once or later."""
    makes = {
        "unseen": SigFieldSpec("o-ky-moi"),
        "unseen-dotted": SigFieldSpec("nhom.o-ky"),
        "unseen-deep": SigFieldSpec("a.b.c.o-ky"),
        "unseen-hidden": SigFieldSpec("o-ky-moi", invis_sig_settings=InvisSigSettings(set_hidden_flag=True)),
        "unseen-outside": SigFieldSpec("o-ky-moi", invis_sig_settings=InvisSigSettings(box_out_of_bounds=True)),
        "unseen-no-print": SigFieldSpec("o-ky-moi", invis_sig_settings=InvisSigSettings(set_print_flag=False)),
        "widget-apart": SigFieldSpec("o-ky-moi", box=BOX, combine_annotation=False),
        "widget-apart-unseen": SigFieldSpec("o-ky-moi", combine_annotation=False),
        "neutral-look": SigFieldSpec("o-ky-moi", box=BOX, empty_field_appearance=True),
        "told": SigFieldSpec("o-ky-moi", box=BOX, readable_field_name="Chữ ký của Phường Hương 1"),
        "fixed": SigFieldSpec("o-ky-moi", box=BOX, visible_sig_settings=VisibleSigSettings(False, False, False)),
        "last-page": SigFieldSpec("o-ky-moi", on_page=last, box=BOX),
        "accented": SigFieldSpec("Ô ký số 1", box=BOX),
    }
    look, _ = style(world, "text")
    for word, spec in makes.items():
        yield f"field-{word}", lambda spec=spec: world.signed(new=spec, style=look if spec.box else None)

        def later(spec=spec, first=False):
            pdf = world.signed() if first else world.paper
            pdf = world.updated(pdf, lambda writer: append_signature_field(writer, spec))
            return world.signed(pdf, field=spec.sig_field_name, style=look if spec.box else None)

        yield f"field-{word}-added-before", later
        yield f"field-{word}-added-after-a-signature", lambda later=later: later(first=True)
        yield (
            f"field-{word}-after-a-signature",
            lambda spec=spec: world.signed(world.signed(), new=spec, style=look if spec.box else None),
        )
    yield "field-added-and-left-empty", lambda: world.with_field(world.signed(), "o-ky-moi", box=BOX)
    yield "field-unseen-added-and-left-empty", lambda: world.with_field(world.signed(), "o-ky-moi")
    layouts = {"corner": layout.AxisAlignment.ALIGN_MIN, "other-corner": layout.AxisAlignment.ALIGN_MAX}
    for word, side in layouts.items():
        rule = layout.SimpleBoxLayoutRule(side, side)
        look = TextStampStyle(stamp_text="Da ky", inner_content_layout=rule, border_color=(1, 0, 0))
        yield f"look-in-the-{word}", lambda look=look: world.signed(style=look)
    for flag in ("with-rules", "with-binding-rules"):
        binding = SigSeedValFlags.SUBFILTER if flag == "with-binding-rules" else SigSeedValFlags(0)
        rules = SigSeedValueSpec(flags=binding, subfilters=[SigSeedSubFilter.PADES], digest_methods=["sha256"])
        spec = SigFieldSpec("o-ky-moi", box=BOX, seed_value_dict=rules)
        yield f"field-{flag}", lambda spec=spec: world.signed(new=spec)


def further_keys(world):
    """New fields with keys that tools are known to write, after a signature and before any."""

    def made(first, further):
        pdf = world.signed() if first else world.paper
        prepared = lambda writer: with_keys(writer, further)  # noqa: E731
        return world.signed(pdf, field="o-ky-moi", prepared=prepared)

    for key, value in FURTHER_KEYS.items():
        yield f"key-{key}-before", lambda key=key, value=value: made(False, {key: value})
        yield f"key-{key}-after-a-signature", lambda key=key, value=value: made(True, {key: value})
    yield "key-all-after-a-signature", lambda: made(True, FURTHER_KEYS)


def metadata(world):
    """Signature dictionaries with every entry that pyHanko writes, and other kinds of signature."""
    told = {"reason": "Ký giao ước", "location": "Huế", "contact_info": "Phường", "name": "Nguyễn Văn A"}
    yield "entries-told", lambda: world.signed(**told)
    build = pdf_byterange.BuildProps("Phần mềm ký", revision="5.2")
    yield "entries-tool", lambda: world.signed(app_build_props=build)
    yield "entries-how-proved", lambda: world.signed(prop_auth_time=512, prop_auth_type=SigAuthType.PIN)
    kinds = {"older": SigSeedSubFilter.ADOBE_PKCS7_DETACHED, "brazil": SigSeedSubFilter.PBAD_PADES}
    for word, kind in kinds.items():
        yield f"kind-{word}", lambda kind=kind: world.signed(subfilter=kind)
        yield f"kind-{word}-rsa", lambda kind=kind: world.signed(by=world.rsa, subfilter=kind)
    yield "tight", lambda: world.signed(by=world.rsa, tight_size_estimates=True)
    yield "roots-left-out", lambda: world.signed(by=world.person.signer(embed_roots=False))
    yield "packed", lambda: world.signed(packed(world.paper))
    yield "packed-twice", lambda: world.signed(world.signed(packed(world.paper)), field=1)
    look, _ = style(world, "text")
    yield (
        "packed-new-field",
        lambda: world.signed(world.signed(packed(world.paper)), new=SigFieldSpec("nhom.o-ky", box=BOX), style=look),
    )


def packed(pdf):
    """A paper written anew with its objects in streams."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as paper:
        paper.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
