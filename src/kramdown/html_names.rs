//! The HTML elements that kramdown knows, by how they are read and where they may stand.

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

/// How the content of the element `name` is read by default.
pub(crate) fn content_model(name: &str) -> ContentModel {
    if BLOCK_MODEL.contains(&name) {
        ContentModel::Block
    } else if SPAN_MODEL.contains(&name) {
        ContentModel::Span
    } else {
        ContentModel::Raw
    }
}

/// Whether the element stands in text.
pub(crate) fn is_span(name: &str) -> bool {
    SPANS.contains(&name)
}

/// Whether the element is a block and cannot stand in text.
pub(crate) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether the element has neither content nor end tag.
pub(crate) fn is_without_body(name: &str) -> bool {
    WITHOUT_BODY.contains(&name)
}

/// Whether the element is known at all; only then the case of its name and attributes does not matter.
pub(crate) fn is_known(name: &str) -> bool {
    is_span(name)
        || is_block(name)
        || is_without_body(name)
        || SPAN_MODEL.contains(&name)
        || BLOCK_MODEL.contains(&name)
        || RAW_MODEL.contains(&name)
}
