//! The HTML elements that kramdown knows, by how they are read and where they may stand.

use std::sync::LazyLock;

use super::HashMap;
use super::tree::ContentModel;

const BLOCK_MODEL: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "figcaption",
    "footer",
    "form",
    "header",
    "hgroup",
    "iframe",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "section",
    "summary",
    "td",
];

const SPAN_MODEL: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "dt",
    "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "label", "legend", "optgroup", "p", "q",
    "rb", "rbc", "rp", "rt", "rtc", "ruby", "select", "small", "span", "strong", "sub", "sup",
    "th", "tt",
];

const RAW_MODEL: &[&str] = &[
    "script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var",
];

const SPANS: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em",
    "i", "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt",
    "rtc", "ruby", "samp", "select", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var",
];

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "applet",
    "body",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "head",
    "iframe",
    "legend",
    "menu",
    "li",
    "main",
    "map",
    "nav",
    "ol",
    "optgroup",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tfoot",
    "tr",
    "ul",
];

const WITHOUT_BODY: &[&str] = &[
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// What is known of an element.
struct Element {
    model: ContentModel,
    is_span: bool,
    is_block: bool,
    is_without_body: bool,
}

/// Every element that is in a list, so that a name is looked up once and not in one list after the other.
static ELEMENTS: LazyLock<HashMap<&str, Element>> = LazyLock::new(|| {
    let lists = [
        BLOCK_MODEL,
        SPAN_MODEL,
        RAW_MODEL,
        SPANS,
        BLOCKS,
        WITHOUT_BODY,
    ];
    let names = lists.into_iter().flatten();
    names
        .map(|name| {
            let element = Element {
                model: if BLOCK_MODEL.contains(name) {
                    ContentModel::Block
                } else if SPAN_MODEL.contains(name) {
                    ContentModel::Span
                } else {
                    ContentModel::Raw
                },
                is_span: SPANS.contains(name),
                is_block: BLOCKS.contains(name),
                is_without_body: WITHOUT_BODY.contains(name),
            };
            (*name, element)
        })
        .collect()
});

/// How the content of the element `name` is read by default.
pub(crate) fn content_model(name: &str) -> ContentModel {
    ELEMENTS
        .get(name)
        .map_or(ContentModel::Raw, |element| element.model)
}

/// Whether the element stands in text.
pub(crate) fn is_span(name: &str) -> bool {
    ELEMENTS.get(name).is_some_and(|element| element.is_span)
}

/// Whether the element is a block and cannot stand in text.
pub(crate) fn is_block(name: &str) -> bool {
    ELEMENTS.get(name).is_some_and(|element| element.is_block)
}

/// Whether the element has neither content nor end tag.
pub(crate) fn is_without_body(name: &str) -> bool {
    ELEMENTS
        .get(name)
        .is_some_and(|element| element.is_without_body)
}

/// Whether the element is known at all; only then the case of its name and attributes does not matter.
pub(crate) fn is_known(name: &str) -> bool {
    ELEMENTS.contains_key(name)
}
