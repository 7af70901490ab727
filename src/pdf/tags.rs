//! The structure tree, in which PDF/UA wants every form field (ISO 14289-1, 7.18).

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, dictionary, text_string};

use super::{Update, broken};
use crate::diagnostic::Diagnostic;

/// How deep a tree of tags or numbers is followed; real ones are far flatter.
const MAX_DEPTH: usize = 64;

/// How many nodes of a tree are looked at: one may lead to itself many times over.
const MAX_NODES: usize = 200_000;

/// The place in a file's structure tree where fields are added.
pub(super) struct Tags {
    root: ObjectId,
    /// The element that the fields become children of.
    parent: ObjectId,
    /// The page on which each of its children begins.
    begins: Vec<u32>,
    next_key: i64,
}

impl Tags {
    /// The structure tree of a file; none where it is not tagged.
    pub fn of(update: &Update) -> Result<Option<Self>, Diagnostic> {
        let catalog = update.dictionary(update.catalog()?)?;
        let Ok(root) = catalog.get(b"StructTreeRoot").and_then(Object::as_reference) else {
            return Ok(None);
        };
        let parent = whole(update, root)?.unwrap_or(root);
        let begins = begins(update, parent)?;
        let tree = update.dictionary(root)?;
        let told = tree.get(b"ParentTreeNextKey").and_then(Object::as_i64).unwrap_or(0);
        let mut budget = MAX_NODES;
        let free = tree.get(b"ParentTree").map_or(0, |tree| after_last_key(update, tree, 0, &mut budget));
        Ok(Some(Self { root, parent, begins, next_key: told.max(free).max(0) }))
    }

    /// Adds a field to the tree, after what begins on its page or before it; returns the key by
    /// which the field's annotation is found in it.
    pub fn add(
        &mut self,
        update: &mut Update,
        (page, page_number): (ObjectId, u32),
        annotation: ObjectId,
        label: &str,
    ) -> Result<i64, Diagnostic> {
        let element = update.add(dictionary! {
            "Type" => "StructElem", "S" => "Form", "P" => self.parent, "Pg" => page,
            "Alt" => text_string(label),
            "K" => dictionary! { "Type" => "OBJR", "Obj" => annotation, "Pg" => page },
        })?;
        let at = self.begins.iter().rposition(|begin| *begin <= page_number).map_or(0, |last| last + 1);
        update.insert(self.parent, &[b"K"], at, vec![element.into()])?;
        self.begins.insert(at, page_number);
        let key = self.next_key;
        self.next_key = key.checked_add(1).ok_or_else(broken)?;
        self.enter(update, key, element)?;
        update.edit_dictionary(self.root)?.set("ParentTreeNextKey", self.next_key);
        Ok(key)
    }

    /// Enters an element in the tree of numbers that leads from annotations to elements.
    fn enter(&self, update: &mut Update, key: i64, element: ObjectId) -> Result<(), Diagnostic> {
        let entry = vec![Object::Integer(key), element.into()];
        let branched = {
            let tree = update.dictionary(self.root)?.get(b"ParentTree").ok();
            let tree = tree.and_then(|tree| update.resolved(tree)?.as_dict().ok());
            tree.is_some_and(|tree| tree.has(b"Kids"))
        };
        if branched {
            let leaf = update.add(dictionary! {
                "Limits" => vec![Object::Integer(key), Object::Integer(key)], "Nums" => entry,
            })?;
            update.push(self.root, &[b"ParentTree", b"Kids"], vec![leaf.into()])
        } else {
            update.push(self.root, &[b"ParentTree", b"Nums"], entry)
        }
    }
}

/// The element that the whole document hangs in, where there is just one.
fn whole(update: &Update, root: ObjectId) -> Result<Option<ObjectId>, Diagnostic> {
    let children = match update.dictionary(root)?.get(b"K") {
        Ok(Object::Reference(id)) => match update.get(*id) {
            Some(Object::Array(children)) => children.clone(),
            _ => vec![Object::Reference(*id)],
        },
        Ok(Object::Array(children)) => children.clone(),
        _ => Vec::new(),
    };
    let [Object::Reference(only)] = children.as_slice() else { return Ok(None) };
    let element = update.dictionary(*only)?;
    let document = element.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"Document");
    Ok(document.then_some(*only))
}

/// The page on which each child of an element begins; one that is on no page, with the one before.
fn begins(update: &Update, parent: ObjectId) -> Result<Vec<u32>, Diagnostic> {
    let pages: BTreeMap<ObjectId, u32> =
        update.previous().get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let children = update.dictionary(parent)?.get(b"K").ok().and_then(|kids| update.resolved(kids));
    let Some(children) = children else { return Ok(Vec::new()) };
    let children = children.as_array().map_or_else(|_| vec![children.clone()], Clone::clone);
    let mut budget = MAX_NODES;
    let mut last = 1;
    Ok(children
        .iter()
        .map(|child| {
            last = first_page(update, &pages, child, 0, &mut budget).unwrap_or(last);
            last
        })
        .collect())
}

/// The page on which a node of the tree begins.
fn first_page(
    update: &Update,
    pages: &BTreeMap<ObjectId, u32>,
    node: &Object,
    depth: usize,
    budget: &mut usize,
) -> Option<u32> {
    *budget = budget.checked_sub(1)?;
    if depth > MAX_DEPTH {
        return None;
    }
    match update.resolved(node)? {
        Object::Dictionary(element) => {
            let page = element.get(b"Pg").and_then(Object::as_reference).ok();
            page.and_then(|page| pages.get(&page).copied())
                .or_else(|| first_page(update, pages, element.get(b"K").ok()?, depth + 1, budget))
        }
        Object::Array(children) => {
            children.iter().find_map(|child| first_page(update, pages, child, depth + 1, budget))
        }
        _ => None,
    }
}

/// The number after the last of a tree of numbers.
fn after_last_key(update: &Update, node: &Object, depth: usize, budget: &mut usize) -> i64 {
    let Some(Object::Dictionary(node)) = update.resolved(node) else { return 0 };
    if depth > MAX_DEPTH || *budget == 0 {
        return 0;
    }
    *budget -= 1;
    let array = |key: &[u8]| update.resolved(node.get(key).ok()?)?.as_array().ok();
    let own = array(b"Nums").into_iter().flatten().step_by(2).filter_map(|key| key.as_i64().ok()).max();
    let below = array(b"Kids").into_iter().flatten();
    let below = below.map(|kid| after_last_key(update, kid, depth + 1, budget)).max();
    own.map_or(0, |key| key.saturating_add(1)).max(below.unwrap_or(0))
}
