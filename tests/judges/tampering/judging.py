"""What others say of a changed paper: pyHanko, pdfsig, and how it looks in poppler and in MuPDF."""

import re
import subprocess

import pymupdf
from PIL import Image, ImageChops, ImageDraw

from verdicts import verdict

DPI = 60
# Smaller differences of a colour are no difference.
NOISE = 8
TIMEOUT = 30


def by_poppler(path):
    """The pages as poppler draws them."""
    done = subprocess.run(
        ["pdftoppm", "-cropbox", "-r", str(DPI), path], capture_output=True, check=False, timeout=TIMEOUT
    )
    if done.returncode < 0:
        raise ChildProcessError(f"pdftoppm ends by signal {-done.returncode}")
    pages, data = [], done.stdout
    while data:
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
        if not head:
            break
        size = int(head[1]), int(head[2])
        end = head.end() + size[0] * size[1] * 3
        pages.append(Image.frombytes("RGB", size, data[head.end() : end]))
        data = data[end:]
    return pages


def by_mupdf(path):
    """The pages as MuPDF draws them."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    pages = []
    with pymupdf.open(path) as paper:
        for at in range(paper.page_count):
            try:
                drawn = paper[at].get_pixmap(dpi=DPI, annots=True)
                pages.append(Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples))
            except Exception:  # a page that cannot be drawn is an empty one
                pages.append(Image.new("RGB", (1, 1)))
    return pages


def differing(old, new, without):
    """The pages, counted from 0, that look different outside of areas; `without` holds pages and corners in points."""
    found = set(range(len(old), len(new))) | set(range(len(new), len(old)))
    for at, (before, after) in enumerate(zip(old, new, strict=False)):
        if before.size != after.size:
            found.add(at)
            continue
        difference = ImageChops.difference(before, after).point(lambda value: 255 if value > NOISE else 0)
        pen, scale = ImageDraw.Draw(difference), DPI / 72
        for page, (left, bottom, right, top) in without:
            if page == at:
                height = difference.height
                corners = (left * scale - 2, height - top * scale - 2, right * scale + 2, height - bottom * scale + 2)
                pen.rectangle(corners, fill=0)
        if difference.getbbox():
            found.add(at)
    return sorted(found)


class Looks:
    """How a paper looked when it was first signed."""

    def __init__(self, path):
        self.drawn = {"poppler": by_poppler(path), "mupdf": by_mupdf(path)}

    def compared(self, path, without):
        """By reader: the pages that look different now; nothing where the reader shows none at all."""
        told = {}
        for reader, draw in (("poppler", by_poppler), ("mupdf", by_mupdf)):
            try:
                pages = draw(path)
            except (RuntimeError, ValueError):  # MuPDF's own errors are such
                pages = []
            told[reader] = differing(self.drawn[reader], pages, without) if pages else None
        return told


def by_pyhanko(path, root):
    """Whether pyHanko calls all valid, why not, and what it finds changed."""
    said = verdict(path, root)
    return {"pyhanko_valid": not said.why, "pyhanko_why": said.why, "pyhanko_levels": said.levels}


def by_pdfsig(path):
    """For each signature that pdfsig finds, whether it is valid and whether it covers the whole file."""
    done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False, timeout=TIMEOUT)
    if done.returncode < 0:
        raise ChildProcessError(f"pdfsig ends by signal {-done.returncode}")
    told = done.stdout.decode(errors="replace")
    signatures = re.split(r"^Signature #\d+:", told, flags=re.MULTILINE)[1:]
    return [
        {"valid": "Signature Validation: Signature is Valid." in one, "whole": "  - Total document signed" in one}
        for one in signatures
        if "not signed" not in one
    ]
