#!/usr/bin/env bash
# MuPDF 1.26 takes a /CropBox that refers to an undefined object for a page of Letter size; such a reference is null.
#
# ISO 32000-1, 7.3.10: a reference to an undefined object is a reference to null, and an entry whose value is null is as
# good as absent, so that the page has the size of its /MediaBox. With `/CropBox null` MuPDF does so; with a reference
# to an object that no table lists, an A4 page of 595 by 842 points becomes 612 by 792. Whoever compares
# pages of two revisions by their pictures sees a change there, and other programs do not.
#
# Seen with PyMuPDF 1.26.6: absent (595, 842), null (595, 842), undefined (612, 792).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check PyMuPDF==1.26.6
"$folder/python/bin/python3" - <<'PYTHON'
import pymupdf


def size(crop):
    """The size of a page of A4 with this entry, in points."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>" + crop + b">>",
    ]
    pdf, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(pdf)
    pdf += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    pdf += b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    picture = pymupdf.open(stream=pdf, filetype="pdf")[0].get_pixmap()
    return picture.width, picture.height


absent, null, undefined = size(b""), size(b"/CropBox null"), size(b"/CropBox 99 0 R")
print(f"absent {absent}, null {null}, undefined {undefined}")
assert absent == null == (595, 842), "pages of A4 are drawn otherwise now"
assert undefined != absent, "MuPDF takes the reference for null now"
PYTHON
