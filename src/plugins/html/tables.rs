//! What libxml2 knows of HTML 4: its elements, which of them an opening tag ends, its named characters.

/// An element that libxml2 knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    name: &'static str,
    /// Whether it never has content.
    pub(super) is_empty: bool,
    /// Whether its end tag is left out where it has no content.
    pub(super) saves_no_end: bool,
    /// Whether it stands within lines: no line breaks are put round it.
    pub(super) is_inline: bool,
}

/// The element of this name.
pub(super) fn element(name: &str) -> Option<&'static Element> {
    let at = ELEMENTS
        .binary_search_by(|known| known.name.cmp(name))
        .ok()?;
    Some(&ELEMENTS[at])
}

/// Whether an opening tag `new` ends the element `open`.
pub(super) fn closes(new: &str, open: &str) -> bool {
    CLOSED_BY
        .binary_search_by(|(known, _)| known.cmp(&open))
        .is_ok_and(|at| CLOSED_BY[at].1.split(' ').any(|name| name == new))
}

/// How strong an end tag is: it ends no open element that is stronger.
pub(super) fn end_priority(name: &str) -> u8 {
    match name {
        "div" => 150,
        "td" | "th" => 160,
        "tr" => 170,
        "thead" | "tbody" | "tfoot" => 180,
        "table" => 190,
        "head" | "body" => 200,
        "html" => 220,
        _ => 100,
    }
}

/// Whether an attribute has no value to speak of.
pub(super) fn is_boolean_attribute(name: &str) -> bool {
    BOOLEAN.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The character of a name, without `&` and `;`.
pub(super) fn named_character(name: &str) -> Option<char> {
    let at = CHARACTERS
        .binary_search_by(|(known, _)| known.cmp(&name))
        .ok()?;
    Some(CHARACTERS[at].1)
}

const fn element_of(
    name: &'static str,
    is_empty: bool,
    saves_no_end: bool,
    is_inline: bool,
) -> Element {
    Element {
        name,
        is_empty,
        saves_no_end,
        is_inline,
    }
}

const BOOLEAN: &[&str] = &[
    "checked", "compact", "declare", "defer", "disabled", "ismap", "multiple", "nohref",
    "noresize", "noshade", "nowrap", "readonly", "selected",
];

#[rustfmt::skip]
const ELEMENTS: &[Element] = &[
    element_of("a", false, false, true),
    element_of("abbr", false, false, true),
    element_of("acronym", false, false, true),
    element_of("address", false, false, false),
    element_of("applet", false, false, true),
    element_of("area", true, true, false),
    element_of("b", false, false, true),
    element_of("base", true, true, false),
    element_of("basefont", true, true, true),
    element_of("bdo", false, false, true),
    element_of("big", false, false, true),
    element_of("blockquote", false, false, false),
    element_of("body", false, false, false),
    element_of("br", true, true, true),
    element_of("button", false, false, true),
    element_of("caption", false, false, false),
    element_of("center", false, false, false),
    element_of("cite", false, false, true),
    element_of("code", false, false, true),
    element_of("col", true, true, false),
    element_of("colgroup", false, false, false),
    element_of("dd", false, false, false),
    element_of("del", false, false, true),
    element_of("dfn", false, false, true),
    element_of("dir", false, false, false),
    element_of("div", false, false, false),
    element_of("dl", false, false, false),
    element_of("dt", false, false, false),
    element_of("em", false, false, true),
    element_of("embed", false, false, true),
    element_of("fieldset", false, false, false),
    element_of("font", false, false, true),
    element_of("form", false, false, false),
    element_of("frame", true, true, false),
    element_of("frameset", false, false, false),
    element_of("h1", false, false, false),
    element_of("h2", false, false, false),
    element_of("h3", false, false, false),
    element_of("h4", false, false, false),
    element_of("h5", false, false, false),
    element_of("h6", false, false, false),
    element_of("head", false, false, false),
    element_of("hr", true, true, false),
    element_of("html", false, false, false),
    element_of("i", false, false, true),
    element_of("iframe", false, false, true),
    element_of("img", true, true, true),
    element_of("input", true, true, true),
    element_of("ins", false, false, true),
    element_of("isindex", true, true, false),
    element_of("kbd", false, false, true),
    element_of("label", false, false, true),
    element_of("legend", false, false, false),
    element_of("li", false, true, false),
    element_of("link", true, true, false),
    element_of("map", false, false, true),
    element_of("menu", false, false, false),
    element_of("meta", true, true, false),
    element_of("noframes", false, false, false),
    element_of("noscript", false, false, false),
    element_of("object", false, false, true),
    element_of("ol", false, false, false),
    element_of("optgroup", false, false, false),
    element_of("option", false, false, false),
    element_of("p", false, false, false),
    element_of("param", true, true, false),
    element_of("pre", false, false, false),
    element_of("q", false, false, true),
    element_of("s", false, false, true),
    element_of("samp", false, false, true),
    element_of("script", false, false, true),
    element_of("select", false, false, true),
    element_of("small", false, false, true),
    element_of("span", false, false, true),
    element_of("strike", false, false, true),
    element_of("strong", false, false, true),
    element_of("style", false, false, false),
    element_of("sub", false, false, true),
    element_of("sup", false, false, true),
    element_of("table", false, false, false),
    element_of("tbody", false, false, false),
    element_of("td", false, false, false),
    element_of("textarea", false, false, true),
    element_of("tfoot", false, false, false),
    element_of("th", false, false, false),
    element_of("thead", false, false, false),
    element_of("title", false, false, false),
    element_of("tr", false, false, false),
    element_of("tt", false, false, true),
    element_of("u", false, false, true),
    element_of("ul", false, false, false),
    element_of("var", false, false, true),
];

/// Elements, and the opening tags that end them.
#[rustfmt::skip]
const CLOSED_BY: &[(&str, &str)] = &[
    ("a", "a fieldset table td th"),
    ("address", "dd dl dt form li ul"),
    ("b", "center p td th"),
    ("big", "p"),
    ("caption", "col colgroup tbody tfoot thead tr"),
    ("col", "col colgroup tbody tfoot thead tr"),
    ("colgroup", "colgroup tbody tfoot thead tr"),
    ("dd", "dt"),
    ("dir", "dd dl dt form ul"),
    ("dl", "form li"),
    ("dt", "dd dl"),
    ("font", "center td th"),
    ("form", "form"),
    ("h1", "fieldset form li p table"),
    ("h2", "fieldset form li p table"),
    ("h3", "fieldset form li p table"),
    ("h4", "fieldset form li p table"),
    ("h5", "fieldset form li p table"),
    ("h6", "fieldset form li p table"),
    ("head", "a abbr acronym address b bdo big blockquote body br center cite code dd dfn dir div dl dt em fieldset font form frameset h1 h2 h3 h4 h5 h6 hr i iframe img kbd li listing map menu ol p pre q s samp small span strike strong sub sup table tt u ul var xmp"),
    ("hr", "form"),
    ("i", "center p td th"),
    ("legend", "fieldset"),
    ("li", "li"),
    ("link", "body frameset"),
    ("listing", "dd dl dt fieldset form li table ul"),
    ("menu", "dd dl dt form ul"),
    ("ol", "form ul"),
    ("option", "optgroup option"),
    ("p", "address blockquote body caption center col colgroup dd dir div dl dt fieldset form frameset h1 h2 h3 h4 h5 h6 head hr li listing menu ol p pre table tbody td tfoot th title tr ul xmp"),
    ("pre", "dd dl dt fieldset form li table ul"),
    ("s", "p"),
    ("script", "noscript"),
    ("small", "p"),
    ("span", "td th"),
    ("strike", "p"),
    ("style", "body frameset"),
    ("tbody", "tbody tfoot"),
    ("td", "tbody td tfoot th tr"),
    ("tfoot", "tbody"),
    ("th", "tbody td tfoot th tr"),
    ("thead", "tbody tfoot"),
    ("title", "body frameset"),
    ("tr", "tbody tfoot tr"),
    ("tt", "p"),
    ("u", "p td th"),
    ("ul", "address form menu ol pre"),
    ("xmp", "dd dl dt fieldset form li table ul"),
];

#[rustfmt::skip]
const CHARACTERS: &[(&str, char)] = &[
    ("AElig", '\u{c6}'), ("Aacute", '\u{c1}'), ("Acirc", '\u{c2}'), ("Agrave", '\u{c0}'), ("Alpha", '\u{391}'),
    ("Aring", '\u{c5}'), ("Atilde", '\u{c3}'), ("Auml", '\u{c4}'), ("Beta", '\u{392}'), ("Ccedil", '\u{c7}'),
    ("Chi", '\u{3a7}'), ("Dagger", '\u{2021}'), ("Delta", '\u{394}'), ("ETH", '\u{d0}'), ("Eacute", '\u{c9}'),
    ("Ecirc", '\u{ca}'), ("Egrave", '\u{c8}'), ("Epsilon", '\u{395}'), ("Eta", '\u{397}'), ("Euml", '\u{cb}'),
    ("Gamma", '\u{393}'), ("Iacute", '\u{cd}'), ("Icirc", '\u{ce}'), ("Igrave", '\u{cc}'), ("Iota", '\u{399}'),
    ("Iuml", '\u{cf}'), ("Kappa", '\u{39a}'), ("Lambda", '\u{39b}'), ("Mu", '\u{39c}'), ("Ntilde", '\u{d1}'),
    ("Nu", '\u{39d}'), ("OElig", '\u{152}'), ("Oacute", '\u{d3}'), ("Ocirc", '\u{d4}'), ("Ograve", '\u{d2}'),
    ("Omega", '\u{3a9}'), ("Omicron", '\u{39f}'), ("Oslash", '\u{d8}'), ("Otilde", '\u{d5}'), ("Ouml", '\u{d6}'),
    ("Phi", '\u{3a6}'), ("Pi", '\u{3a0}'), ("Prime", '\u{2033}'), ("Psi", '\u{3a8}'), ("Rho", '\u{3a1}'),
    ("Scaron", '\u{160}'), ("Sigma", '\u{3a3}'), ("THORN", '\u{de}'), ("Tau", '\u{3a4}'), ("Theta", '\u{398}'),
    ("Uacute", '\u{da}'), ("Ucirc", '\u{db}'), ("Ugrave", '\u{d9}'), ("Upsilon", '\u{3a5}'), ("Uuml", '\u{dc}'),
    ("Xi", '\u{39e}'), ("Yacute", '\u{dd}'), ("Yuml", '\u{178}'), ("Zeta", '\u{396}'), ("aacute", '\u{e1}'),
    ("acirc", '\u{e2}'), ("acute", '\u{b4}'), ("aelig", '\u{e6}'), ("agrave", '\u{e0}'), ("alefsym", '\u{2135}'),
    ("alpha", '\u{3b1}'), ("amp", '\u{26}'), ("and", '\u{2227}'), ("ang", '\u{2220}'), ("apos", '\u{27}'),
    ("aring", '\u{e5}'), ("asymp", '\u{2248}'), ("atilde", '\u{e3}'), ("auml", '\u{e4}'), ("bdquo", '\u{201e}'),
    ("beta", '\u{3b2}'), ("brvbar", '\u{a6}'), ("bull", '\u{2022}'), ("cap", '\u{2229}'), ("ccedil", '\u{e7}'),
    ("cedil", '\u{b8}'), ("cent", '\u{a2}'), ("chi", '\u{3c7}'), ("circ", '\u{2c6}'), ("clubs", '\u{2663}'),
    ("cong", '\u{2245}'), ("copy", '\u{a9}'), ("crarr", '\u{21b5}'), ("cup", '\u{222a}'), ("curren", '\u{a4}'),
    ("dArr", '\u{21d3}'), ("dagger", '\u{2020}'), ("darr", '\u{2193}'), ("deg", '\u{b0}'), ("delta", '\u{3b4}'),
    ("diams", '\u{2666}'), ("divide", '\u{f7}'), ("eacute", '\u{e9}'), ("ecirc", '\u{ea}'), ("egrave", '\u{e8}'),
    ("empty", '\u{2205}'), ("emsp", '\u{2003}'), ("ensp", '\u{2002}'), ("epsilon", '\u{3b5}'), ("equiv", '\u{2261}'),
    ("eta", '\u{3b7}'), ("eth", '\u{f0}'), ("euml", '\u{eb}'), ("euro", '\u{20ac}'), ("exist", '\u{2203}'),
    ("fnof", '\u{192}'), ("forall", '\u{2200}'), ("frac12", '\u{bd}'), ("frac14", '\u{bc}'), ("frac34", '\u{be}'),
    ("frasl", '\u{2044}'), ("gamma", '\u{3b3}'), ("ge", '\u{2265}'), ("gt", '\u{3e}'), ("hArr", '\u{21d4}'),
    ("harr", '\u{2194}'), ("hearts", '\u{2665}'), ("hellip", '\u{2026}'), ("iacute", '\u{ed}'), ("icirc", '\u{ee}'),
    ("iexcl", '\u{a1}'), ("igrave", '\u{ec}'), ("image", '\u{2111}'), ("infin", '\u{221e}'), ("int", '\u{222b}'),
    ("iota", '\u{3b9}'), ("iquest", '\u{bf}'), ("isin", '\u{2208}'), ("iuml", '\u{ef}'), ("kappa", '\u{3ba}'),
    ("lArr", '\u{21d0}'), ("lambda", '\u{3bb}'), ("lang", '\u{2329}'), ("laquo", '\u{ab}'), ("larr", '\u{2190}'),
    ("lceil", '\u{2308}'), ("ldquo", '\u{201c}'), ("le", '\u{2264}'), ("lfloor", '\u{230a}'), ("lowast", '\u{2217}'),
    ("loz", '\u{25ca}'), ("lrm", '\u{200e}'), ("lsaquo", '\u{2039}'), ("lsquo", '\u{2018}'), ("lt", '\u{3c}'),
    ("macr", '\u{af}'), ("mdash", '\u{2014}'), ("micro", '\u{b5}'), ("middot", '\u{b7}'), ("minus", '\u{2212}'),
    ("mu", '\u{3bc}'), ("nabla", '\u{2207}'), ("nbsp", '\u{a0}'), ("ndash", '\u{2013}'), ("ne", '\u{2260}'),
    ("ni", '\u{220b}'), ("not", '\u{ac}'), ("notin", '\u{2209}'), ("nsub", '\u{2284}'), ("ntilde", '\u{f1}'),
    ("nu", '\u{3bd}'), ("oacute", '\u{f3}'), ("ocirc", '\u{f4}'), ("oelig", '\u{153}'), ("ograve", '\u{f2}'),
    ("oline", '\u{203e}'), ("omega", '\u{3c9}'), ("omicron", '\u{3bf}'), ("oplus", '\u{2295}'), ("or", '\u{2228}'),
    ("ordf", '\u{aa}'), ("ordm", '\u{ba}'), ("oslash", '\u{f8}'), ("otilde", '\u{f5}'), ("otimes", '\u{2297}'),
    ("ouml", '\u{f6}'), ("para", '\u{b6}'), ("part", '\u{2202}'), ("permil", '\u{2030}'), ("perp", '\u{22a5}'),
    ("phi", '\u{3c6}'), ("pi", '\u{3c0}'), ("piv", '\u{3d6}'), ("plusmn", '\u{b1}'), ("pound", '\u{a3}'),
    ("prime", '\u{2032}'), ("prod", '\u{220f}'), ("prop", '\u{221d}'), ("psi", '\u{3c8}'), ("quot", '\u{22}'),
    ("rArr", '\u{21d2}'), ("radic", '\u{221a}'), ("rang", '\u{232a}'), ("raquo", '\u{bb}'), ("rarr", '\u{2192}'),
    ("rceil", '\u{2309}'), ("rdquo", '\u{201d}'), ("real", '\u{211c}'), ("reg", '\u{ae}'), ("rfloor", '\u{230b}'),
    ("rho", '\u{3c1}'), ("rlm", '\u{200f}'), ("rsaquo", '\u{203a}'), ("rsquo", '\u{2019}'), ("sbquo", '\u{201a}'),
    ("scaron", '\u{161}'), ("sdot", '\u{22c5}'), ("sect", '\u{a7}'), ("shy", '\u{ad}'), ("sigma", '\u{3c3}'),
    ("sigmaf", '\u{3c2}'), ("sim", '\u{223c}'), ("spades", '\u{2660}'), ("sub", '\u{2282}'), ("sube", '\u{2286}'),
    ("sum", '\u{2211}'), ("sup", '\u{2283}'), ("sup1", '\u{b9}'), ("sup2", '\u{b2}'), ("sup3", '\u{b3}'),
    ("supe", '\u{2287}'), ("szlig", '\u{df}'), ("tau", '\u{3c4}'), ("there4", '\u{2234}'), ("theta", '\u{3b8}'),
    ("thetasym", '\u{3d1}'), ("thinsp", '\u{2009}'), ("thorn", '\u{fe}'), ("tilde", '\u{2dc}'), ("times", '\u{d7}'),
    ("trade", '\u{2122}'), ("uArr", '\u{21d1}'), ("uacute", '\u{fa}'), ("uarr", '\u{2191}'), ("ucirc", '\u{fb}'),
    ("ugrave", '\u{f9}'), ("uml", '\u{a8}'), ("upsih", '\u{3d2}'), ("upsilon", '\u{3c5}'), ("uuml", '\u{fc}'),
    ("weierp", '\u{2118}'), ("xi", '\u{3be}'), ("yacute", '\u{fd}'), ("yen", '\u{a5}'), ("yuml", '\u{ff}'),
    ("zeta", '\u{3b6}'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];
