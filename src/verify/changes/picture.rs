//! The pictures of signatures: where they are, and whether every program draws them alike.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::image::is_ink;
use super::pages::inherited;
use super::place::{HIDDEN, NO_ROTATE, OUT_OF_PLACE, flags, is_plain_widget};
use super::{Comparison, Earlier, Means, Picture, Place, Revision, appearance, plain};
use crate::verify::fields::Field;
use crate::verify::revisions::{dictionary, resolve, value};

/// A place that everything lies in.
const EVERYWHERE: [f32; 4] = [-1e6, -1e6, 1e6, 1e6];

impl Comparison<'_> {
    /// The pictures of a field of the new document that take up room on its pages.
    pub(super) fn pictures(&self, field: &Field) -> Vec<Picture> {
        let document = &self.new.document;
        let foreseen = self.first.fields.contains(&field.name);
        let of = |id: &ObjectId| {
            let widget = self.new.entry(*id)?;
            let place = Place::of(document, widget);
            let shapeless = is_shapeless(document, widget, place == Place::Nowhere);
            let means = match widget.get(b"AP") {
                // Nobody can tell where it is, or what.
                _ if shapeless || !is_plain_widget(document, widget) => Means::Anywhere,
                _ if place == Place::Nowhere => return None,
                // Without a picture some programs draw one of what else the field says.
                Err(_) if [&b"MK"[..], b"BS", b"Border", b"DA"].iter().any(|key| widget.has(key)) => {
                    Means::Unclear
                }
                Err(_) => return None,
                // A program that stumbles over it may show nothing of the page, or nothing after it.
                Ok(_) if !plain::is_sound_look(document, widget) => Means::Anywhere,
                Ok(_) => place.corners().map_or(Means::Anywhere, |place| seen(document, widget, place)),
            };
            let place = place.corners().unwrap_or(EVERYWHERE);
            let own_look = self.old.entry(*id).is_some_and(|widget| shows(&self.old.document, widget));
            let id = *id;
            let keeps_direction = flags(document, widget).is_some_and(|flags| flags & NO_ROTATE != 0);
            let mut pages = self.pages_of(id);
            if pages.is_empty() {
                // No page that is known shows it: nobody can tell which one does.
                pages.push(0);
            }
            Some(pages.into_iter().map(move |page| {
                let place =
                    if keeps_direction && self.is_turned(page) { around_corner(place) } else { place };
                let beside_it = self.others_are_at(page, id, place);
                let (replaces, others) = (own_look && !beside_it, own_look || beside_it);
                let signatures = self.signatures_on(page, id);
                let endless = self.is_heavy(self.old, page) || self.is_heavy(self.new, page);
                let unseen = if endless { vec![EVERYWHERE] } else { self.unseen_on(page, id, place) };
                let beside = self.beside(page);
                let pages = self.new.pages.len();
                Picture {
                    id,
                    page,
                    pages,
                    place,
                    means,
                    foreseen,
                    replaces,
                    others,
                    signatures,
                    beside,
                    unseen,
                }
            }))
        };
        field.widgets.iter().filter_map(of).flatten().collect()
    }

    /// Whether a page of a revision, or an annotation of it, draws so much that drawing it may not end.
    fn is_heavy(&self, revision: &Revision, page: u32) -> bool {
        let document = &revision.document;
        let at = usize::try_from(page).ok().and_then(|page| page.checked_sub(1));
        let Some(page) = at.and_then(|at| revision.entry(*revision.pages.get(at)?)) else { return false };
        let notes = revision.list(page, b"Annots").unwrap_or_default();
        let heavy =
            |note: &Object| dictionary(document, note).is_some_and(|note| plain::is_heavy(document, note));
        plain::is_heavy_page(document, page) || notes.iter().any(heavy)
    }

    /// The signatures of the old document that are seen on a page, but for one widget.
    fn signatures_on(&self, page: u32, own: ObjectId) -> Vec<Earlier> {
        let signed = self.old.form.for_signatures().filter(|field| field.value.is_some());
        let widgets = signed.flat_map(|field| field.widgets.iter().map(move |id| (field, *id)));
        let here = widgets.filter(|(_, id)| *id != own && self.pages_of(*id).contains(&page));
        let place = |(field, id): (&Field, ObjectId)| {
            let (document, widget) = (&self.old.document, self.old.entry(id)?);
            let Place::At(place) = Place::of(document, widget) else { return None };
            let seen = shows(document, widget);
            Some(Earlier { id, place, field: seen.then(|| field.name.clone()) })
        };
        here.filter_map(place).collect()
    }

    /// Where annotations of the old document have pictures on a page, but for fields that are for signatures.
    fn beside(&self, page: u32) -> Vec<[f32; 4]> {
        let document = &self.old.document;
        let fields = self.old.form.for_signatures();
        let fields: Vec<ObjectId> = fields.flat_map(|field| field.widgets.iter().copied()).collect();
        let others = self.annotations_on(page).into_iter();
        let others = others.filter(|one| !one.as_reference().is_ok_and(|id| fields.contains(&id)));
        let place = |annotation: Object| {
            let annotation = dictionary(document, &annotation).filter(|one| shows(document, one))?;
            match Place::of(document, annotation) {
                Place::At(place) => Some(place),
                Place::Nowhere | Place::Odd => None,
            }
        };
        others.filter_map(place).collect()
    }

    /// The annotations of a page of the old document.
    fn annotations_on(&self, page: u32) -> Vec<Object> {
        let at = usize::try_from(page).ok().and_then(|page| page.checked_sub(1));
        let page = at.and_then(|at| self.old.entry(*self.old.pages.get(at)?));
        page.and_then(|page| self.old.list(page, b"Annots")).unwrap_or_default()
    }

    /// Where annotations of the old document are at a place of a page that programs show each in its own way, for want of a
    /// plain picture: but for links, for what is not shown and for fields that nobody has signed yet.
    fn unseen_on(&self, page: u32, own: ObjectId, at_place: [f32; 4]) -> Vec<[f32; 4]> {
        let old = self.old;
        let document = &old.document;
        let at = usize::try_from(page).ok().and_then(|page| page.checked_sub(1));
        let id = at.and_then(|at| old.pages.get(at).copied());
        let page = id.and_then(|id| old.entry(id));
        let odd = page.is_some_and(|page| is_odd(document, page));
        if odd || id.is_some_and(|id| !self.first.is_plain(old, id)) {
            return vec![EVERYWHERE];
        }
        let annotations = page.and_then(|page| old.list(page, b"Annots")).unwrap_or_default();
        // A program that stumbles over one annotation may leave out the next.
        if annotations.iter().any(|annotation| dictionary(document, annotation).is_none()) {
            return vec![EVERYWHERE];
        }
        let waiting: Vec<ObjectId> = (old.form.for_signatures())
            .filter(|field| field.value.is_none() && !field.value_within)
            .flat_map(|field| field.widgets.iter().copied())
            .collect();
        let place = |annotation: &Object| {
            let id = annotation.as_reference().ok();
            if id.is_some_and(|id| id == own || waiting.contains(&id)) {
                return None;
            }
            let annotation = dictionary(document, annotation)?;
            let kind = value(document, annotation, b"Subtype").and_then(|kind| kind.as_name().ok());
            let hidden = flags(document, annotation).is_some_and(|flags| flags & HIDDEN != 0);
            if hidden || kind == Some(b"Popup") || kind == Some(b"Link") && !has_frame(document, annotation) {
                return None;
            }
            let place = match Place::of(document, annotation) {
                Place::At(place) => place,
                Place::Nowhere | Place::Odd => return None,
            };
            let plain = || has_picture(document, annotation) && plain::is_plain_look(document, annotation);
            (meet(place, at_place) && !plain()).then_some(place)
        };
        annotations.iter().filter_map(place).collect()
    }

    /// Whether another annotation of the old document takes up room at the place of one, on a page.
    fn others_are_at(&self, page: u32, own: ObjectId, [left, bottom, right, top]: [f32; 4]) -> bool {
        let document = &self.old.document;
        let annotations = self.annotations_on(page);
        let mut others = annotations.iter().filter(|annotation| annotation.as_reference().ok() != Some(own));
        others.any(|annotation| match dictionary(document, annotation) {
            Some(annotation) => match Place::of(document, annotation) {
                Place::At([l, b, r, t]) => l < right && left < r && b < top && bottom < t,
                Place::Odd => true,
                Place::Nowhere => false,
            },
            None => true,
        })
    }

    /// Whether a page of the new document is turned.
    fn is_turned(&self, number: u32) -> bool {
        let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        let page = at.and_then(|at| self.new.entry(*self.new.pages.get(at)?));
        let turned = page.and_then(|page| super::pages::inherited(&self.new.document, page, b"Rotate"));
        turned.is_some_and(|turned| !matches!(turned.as_i64(), Ok(0)))
    }
}

/// Where a picture may come to stand that hangs at its upper left corner, in any direction.
fn around_corner([left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
    let side = (right - left).max(top - bottom);
    [left - side, top - side, left + side, top + side]
}

/// Whether two places meet, if only at an edge.
fn meet(one: [f32; 4], other: [f32; 4]) -> bool {
    one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}

/// Whether a page has a box or a form that programs read in more than one way.
fn is_odd(document: &Document, page: &Dictionary) -> bool {
    let corners = |list: &Object| -> Option<Vec<f32>> {
        let list = list.as_array().ok().filter(|list| list.len() == 4)?;
        list.iter().map(|one| resolve(document, one)?.as_float().ok()).collect()
    };
    let resolved = |key: &[u8]| inherited(document, page, key).and_then(|value| resolve(document, value));
    let crop = resolved(b"CropBox").map(|list| {
        corners(list).is_some_and(|at| (at[0] - at[2]).abs() >= 1.0 && (at[1] - at[3]).abs() >= 1.0)
    });
    let resources = resolved(b"Resources").and_then(|own| own.as_dict().ok());
    let objects = resources.and_then(|own| value(document, own, b"XObject")?.as_dict().ok());
    let mut forms =
        objects.into_iter().flatten().filter_map(|(_, one)| resolve(document, one)?.as_stream().ok());
    let no_box = forms.any(|form| {
        let is_form = form.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().ok() == Some(b"Form"));
        is_form && value(document, &form.dict, b"BBox").and_then(corners).is_none()
    });
    crop == Some(false) || no_box
}

/// Whether a widget has a look in which something is drawn.
fn shows(document: &Document, widget: &Dictionary) -> bool {
    let appearance = value(document, widget, b"AP").and_then(|one| one.as_dict().ok());
    let normal = appearance.and_then(|one| value(document, one, b"N"));
    normal.is_some_and(|normal| normal.as_stream().map_or(true, |form| !form.content.is_empty()))
}

/// Whether the form that a widget shows is turned askew, or in a box of odd size: programs then differ in where on the page it
/// is. What is shown nowhere may have a box of no size.
fn is_shapeless(document: &Document, widget: &Dictionary, nowhere: bool) -> bool {
    let appearance = value(document, widget, b"AP").and_then(|one| one.as_dict().ok());
    let Some(normal) = appearance.and_then(|one| value(document, one, b"N")) else { return false };
    // Of several, one for each state, none may be odd.
    let forms: Vec<&Stream> = match normal {
        Object::Stream(form) => vec![form],
        Object::Dictionary(states) => {
            states.iter().filter_map(|(_, state)| resolve(document, state)?.as_stream().ok()).collect()
        }
        _ => Vec::new(),
    };
    let odd = |form: &&Stream| !appearance::has_plain_box(document, form, nowhere);
    forms.iter().any(odd)
}

/// Whether a link has a frame, which only some programs draw: it has one where nothing says that it has none.
fn has_frame(document: &Document, link: &Dictionary) -> bool {
    let is_nought =
        |one: &Object| resolve(document, one).is_some_and(|one| one.as_float().is_ok_and(|one| one == 0.0));
    let border = value(document, link, b"Border").and_then(|border| border.as_array().ok());
    let style = value(document, link, b"BS").and_then(|style| style.as_dict().ok()?.get(b"W").ok());
    link.has(b"AP")
        || !match (style, border.map(Vec::as_slice)) {
            (Some(width), _) => is_nought(width),
            (None, Some([_, _, width, ..])) => is_nought(width),
            (None, _) => false,
        }
}

/// Whether an annotation has one picture, with a box of its own.
fn has_picture(document: &Document, annotation: &Dictionary) -> bool {
    let appearance = value(document, annotation, b"AP").and_then(|one| one.as_dict().ok());
    let normal = appearance.and_then(|one| value(document, one, b"N")?.as_stream().ok());
    let bounds = normal.and_then(|form| value(document, &form.dict, b"BBox")?.as_array().ok());
    bounds.is_some_and(|bounds| bounds.len() == 4)
}

/// What is known of the picture of a widget that stands at a place.
fn seen(document: &Document, widget: &Dictionary, [left, bottom, right, top]: [f32; 4]) -> Means {
    let shown = flags(document, widget).is_some_and(|flags| flags & (HIDDEN | OUT_OF_PLACE) == 0);
    let appearance = value(document, widget, b"AP").and_then(|one| one.as_dict().ok());
    let normal = appearance.and_then(|one| value(document, one, b"N"));
    let form = normal.and_then(|normal| normal.as_stream().ok()).filter(|_| shown);
    let size = (f64::from(right - left), f64::from(top - bottom));
    match form.and_then(|form| appearance::pictures(document, form, size)) {
        None => Means::Unclear,
        Some(pictures) if pictures.iter().all(is_ink) => Means::Ink,
        Some(_) => Means::Picture,
    }
}
