"""Certifications and locks of every level, and what is done to the paper after them."""

from unittest import mock

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field
from pyhanko.sign.signers import cms_embedder
from pyhanko.stamp import TextStampStyle

NOTE = "ghi-chu"
DOCUMENT, FIELD = cms_embedder.docmdp_reference_dictionary, cms_embedder.fieldmdp_reference_dictionary


def with_note(writer):
    """Adds a text field to a paper that nobody has signed."""
    empty = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 120, 20))),
        },
        stream_data=b"",
    )
    page_ref = writer.find_page_for_modification(0)[0]
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string(NOTE),
            pdf_name("/DA"): generic.pdf_string("/Helv 10 Tf 0 g"),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/P"): generic.IndirectObject(page_ref.idnum, page_ref.generation, writer),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 20, 180, 40))),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(empty)}),
        }
    )
    ref = writer.add_object(field)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(ref)
    writer.update_container(fields)
    writer.register_annotation(page_ref, ref)


def named(writer, name):
    """A field by its name."""
    fields = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
    return next(one for one in fields if one["/T"] == name)


def fill_note(writer):
    """Writes into the text field as a viewer does: the value and the new look."""
    field = named(writer, NOTE)
    look = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 120, 20))),
        },
        stream_data=b"/Tx BMC q 0.9 g 2 2 60 10 re f Q EMC",
    )
    field[pdf_name("/V")] = generic.pdf_string("Đã đọc")
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def document_with_data(level):
    """A certification whose reference points at the whole document."""
    made = DOCUMENT(level)
    made[pdf_name("/Data")] = _root
    return made


def field_without_data(spec, data_ref):
    """A lock whose reference points at nothing."""
    made = FIELD(spec, data_ref)
    del made["/Data"]
    return made


_root = generic.NullObject()


def remember_root(writer):
    """Keeps the catalog for `document_with_data`."""
    global _root
    _root = generic.IndirectObject(writer.root_ref.idnum, writer.root_ref.generation, writer)


def certified(world, level, data, pdf=None, **options):
    """A paper certified at a level, with a reference to the whole document or without."""

    def prepared(writer):
        remember_root(writer)
        if pdf is None:
            with_note(writer)

    made = document_with_data if data else DOCUMENT
    with mock.patch.object(cms_embedder, "docmdp_reference_dictionary", made):
        return world.signed(pdf, certify=True, docmdp_permissions=level, prepared=prepared, **options)


def locked(world, spec, data, level=None):
    """A paper whose first field locks others."""

    def prepared(writer):
        with_note(writer)
        field = named(writer, world.fields[0])
        lock = spec.as_sig_field_lock()
        if level:
            lock["/P"] = generic.NumberObject(level.value)
        field[pdf_name("/Lock")] = writer.add_object(lock)
        writer.update_container(field)

    made = FIELD if data else field_without_data
    with mock.patch.object(cms_embedder, "fieldmdp_reference_dictionary", made):
        return world.signed(prepared=prepared)


def later(world):
    """By name: what is done to a paper after its first signature."""
    box, look = (60, 50, 200, 100), TextStampStyle(stamp_text="Da ky")

    def signed(pdf, **options):
        return world.signed(pdf, anyway=True, **options)

    return {
        "nothing": lambda pdf: pdf,
        "next-signs": lambda pdf: signed(pdf, field=1),
        "next-signs-seen": lambda pdf: signed(pdf, field=1, style=look),
        "last-signs": lambda pdf: signed(pdf, field=2),
        "thidua-signs": lambda pdf: world.by_thidua(pdf, 1),
        "new-unseen": lambda pdf: signed(pdf, new=SigFieldSpec("o-ky-moi")),
        "new-seen": lambda pdf: signed(pdf, new=SigFieldSpec("o-ky-moi", box=box), style=look),
        "stamped": world.stamped,
        "note-filled": lambda pdf: world.updated(pdf, fill_note),
        "note-filled-and-signed": lambda pdf: signed(world.updated(pdf, fill_note), field=1),
        "field-added": lambda pdf: world.updated(
            pdf, lambda writer: append_signature_field(writer, SigFieldSpec("o-ky-moi", box=box))
        ),
    }


def cases(world):
    """One paper for each level or lock and each later deed."""
    deeds = later(world)
    levels = {"nothing": MDPPerm.NO_CHANGES, "forms": MDPPerm.FILL_FORMS, "notes": MDPPerm.ANNOTATE}
    for word, level in levels.items():
        for data in (False, True):
            for deed, do in deeds.items():
                shape = "-with-data" if data else ""
                yield (
                    f"certified-{word}{shape}-{deed}",
                    lambda level=level, data=data, do=do: do(certified(world, level, data)),
                )
    yield (
        "certified-after-a-signature",
        lambda: world.signed(world.signed(), field=1, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS, anyway=True),
    )
    first, second, third = world.fields[:3]
    actions = {
        "all": FieldMDPSpec(FieldMDPAction.ALL),
        "include-itself": FieldMDPSpec(FieldMDPAction.INCLUDE, [first]),
        "include-next": FieldMDPSpec(FieldMDPAction.INCLUDE, [second]),
        "include-note": FieldMDPSpec(FieldMDPAction.INCLUDE, [NOTE]),
        "include-none": FieldMDPSpec(FieldMDPAction.INCLUDE, []),
        "exclude-next": FieldMDPSpec(FieldMDPAction.EXCLUDE, [second, NOTE]),
        "exclude-last": FieldMDPSpec(FieldMDPAction.EXCLUDE, [third]),
        "exclude-none": FieldMDPSpec(FieldMDPAction.EXCLUDE, []),
    }
    for word, spec in actions.items():
        for data in (True, False):
            for deed in ("nothing", "next-signs", "last-signs", "thidua-signs", "new-seen", "stamped", "note-filled"):
                shape = "" if data else "-without-data"
                yield (
                    f"locked-{word}{shape}-{deed}",
                    lambda spec=spec, data=data, deed=deed: deeds[deed](locked(world, spec, data)),
                )
    for word, level in levels.items():
        for deed in ("nothing", "next-signs", "new-seen", "stamped"):
            yield (
                f"locked-level-{word}-{deed}",
                lambda level=level, deed=deed: deeds[deed](locked(world, actions["include-itself"], True, level)),
            )
