//! CSV and TSV as Ruby's `CSV.read` takes them: quoting, row ends, headers, converters, and the words for what is wrong.

use crate::error::{Error, ErrorKind, Result};
use crate::text::is_space_char;
use crate::value::{
    Array, Date, DateTime, Hash, Map, Value, no_conversion, no_conversion_of, no_method,
};
use num_bigint::BigInt;

use super::encoding::{Encoding, Undecoded};

/// How a file is to be read: `csv_reader` or `tsv_reader` of the configuration.
pub struct Options {
    column: char,
    headers: Headers,
    converters: Vec<Converter>,
    encoding: Encoding,
}

enum Headers {
    None,
    FirstRow,
    Given(Vec<Value>),
}

#[derive(Clone, Copy)]
enum Converter {
    Integer,
    Float,
    Date,
    DateTime,
}

impl Options {
    /// The options that a configuration gives; `column` parts the fields, `encoding` is that of the site.
    ///
    /// # Errors
    /// A converter that does not exist.
    pub fn of(config: &Value, column: char, encoding: &Value) -> Result<Self> {
        let empty = Hash::default();
        let config = match config {
            Value::Nil | Value::Bool(false) => &empty,
            Value::Hash(config) => config,
            Value::Array(_) => return Err(no_conversion_of("String", "Integer")),
            other => return Err(no_method(other, "fetch")),
        };
        let encoding = config.get_str("encoding").unwrap_or(encoding);
        if !matches!(encoding, Value::Nil | Value::Str(_)) {
            return Err(no_conversion(encoding, "String"));
        }
        let mut options = Options {
            column,
            headers: Headers::FirstRow,
            converters: Vec::new(),
            encoding: Encoding::exactly(encoding),
        };
        options.headers = match config.get_str("headers") {
            None => Headers::FirstRow,
            Some(Value::Nil | Value::Bool(false)) => Headers::None,
            Some(Value::Array(names)) => Headers::Given(names.to_vec()),
            Some(Value::Str(row)) => {
                Headers::Given(Parser::new(row, column).rows()?.pop().unwrap_or_default())
            }
            Some(_) => Headers::FirstRow,
        };
        match config.get_str("csv_converters") {
            None => {}
            Some(Value::Array(names)) => {
                for name in names.iter() {
                    options.converters.extend(converters_of(name)?);
                }
            }
            Some(Value::Hash(pairs)) if pairs.is_empty() => {}
            Some(Value::Hash(_)) => {
                let pair = Value::Array(Array::default());
                return Err(no_method(&pair, "to_sym"));
            }
            Some(other) => return Err(no_method(other, "map")),
        }
        Ok(options)
    }
}

fn converters_of(name: &Value) -> Result<&'static [Converter]> {
    use Converter::{Date, DateTime, Float, Integer};
    let (Value::Str(name) | Value::Symbol(name)) = name else {
        return Err(no_method(name, "to_sym"));
    };
    Ok(match name.as_str() {
        "integer" => &[Integer],
        "float" => &[Float],
        "numeric" => &[Integer, Float],
        "date" => &[Date],
        "date_time" => &[DateTime],
        "all" => &[DateTime, Integer, Float],
        _ => return Err(no_method(&Value::Nil, "arity")),
    })
}

/// The rows of a file: hashes by header, or arrays where there are no headers.
///
/// # Errors
/// `CSV::MalformedCSVError`, in Ruby's words.
pub fn read(bytes: &[u8], options: &Options) -> Result<Value> {
    let text = match options.encoding.decode(bytes.to_vec()) {
        Ok(text) => text,
        Err(refused @ Undecoded::OtherMark) => return Err(options.encoding.refusal(&refused)),
        Err(Undecoded::Invalid(bytes)) => {
            let valid = std::str::from_utf8(&bytes).map_or_else(|e| e.valid_up_to(), str::len);
            let line = memchr::memchr_iter(b'\n', &bytes[..valid]).count() + 1;
            let problem = format!("Invalid byte sequence in {}", options.encoding.name());
            return Err(malformed(&problem, line));
        }
    };
    let mut rows = Parser::new(&text, options.column).rows()?.into_iter();
    let headers = match &options.headers {
        Headers::None => None,
        Headers::Given(headers) => Some(headers.clone()),
        Headers::FirstRow => Some(rows.next().unwrap_or_default()),
    };
    let converted = rows.map(|row| {
        let row = row
            .into_iter()
            .map(|field| converted(field, &options.converters))
            .collect();
        match &headers {
            None => Value::Array(Array::new(row)),
            Some(headers) => Value::Hash(Hash::new(by_header(headers, row))),
        }
    });
    Ok(Value::Array(converted.collect()))
}

/// The first of several fields under one header counts; fields without a header stand under nil.
fn by_header(headers: &[Value], row: Vec<Value>) -> Map {
    let mut hash = Map::default();
    let mut fields = row.into_iter();
    for header in headers {
        let field = fields.next().unwrap_or_default();
        hash.entry(header.clone()).or_insert(field);
    }
    for field in fields {
        hash.entry(Value::Nil).or_insert(field);
    }
    hash
}

fn malformed(problem: &str, line: usize) -> Error {
    Error::new(
        ErrorKind::Ruby("CSV::MalformedCSVError"),
        format!("{problem} in line {line}."),
    )
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    column: char,
    row_end: &'static str,
    /// How many rows are done.
    rows: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, column: char) -> Self {
        Parser {
            text,
            at: 0,
            column,
            row_end: row_end_of(text),
            rows: 0,
        }
    }

    fn rows(mut self) -> Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        let mut row: Vec<Value> = Vec::new();
        loop {
            let field = self.field()?;
            let value = match &field {
                Field::None => Value::Nil,
                Field::Plain(text) => Value::from(*text),
                Field::Quoted(text) => Value::from(text.as_str()),
            };
            let nothing = row.is_empty() && matches!(field, Field::None);
            if self.takes(self.column.encode_utf8(&mut [0; 4])) {
                row.push(value);
            } else if self.takes(self.row_end) {
                if !nothing {
                    row.push(value);
                }
                rows.push(std::mem::take(&mut row));
                self.rows += 1;
            } else if self.at == self.text.len() {
                if !nothing {
                    row.push(value);
                    rows.push(row);
                }
                return Ok(rows);
            } else {
                return Err(self.refused(&field));
            }
        }
    }

    fn takes(&mut self, text: &str) -> bool {
        let taken = self.text[self.at..].starts_with(text);
        if taken {
            self.at += text.len();
        }
        taken
    }

    fn field(&mut self) -> Result<Field<'a>> {
        let rest = &self.text[self.at..];
        if rest.starts_with('"') {
            return self.quoted().map(Field::Quoted);
        }
        let ends = |c: char| c == '\r' || c == '\n' || c == '"' || c == self.column;
        let length = rest.find(ends).unwrap_or(rest.len());
        self.at += length;
        Ok(if length == 0 {
            Field::None
        } else {
            Field::Plain(&rest[..length])
        })
    }

    /// A field between quotes; two of them stand for one.
    fn quoted(&mut self) -> Result<String> {
        let mut value = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(quote) = rest.find('"') else {
                return Err(malformed("Unclosed quoted field", self.rows + 1));
            };
            value.push_str(&rest[..quote]);
            self.at += quote + 1;
            if !self.takes("\"") {
                return Ok(value);
            }
            value.push('"');
        }
    }

    fn refused(&self, field: &Field<'_>) -> Error {
        let rest = &self.text[self.at..];
        let line_end = ["\r\n", "\n", "\r"]
            .into_iter()
            .find(|end| rest.starts_with(end));
        let shown = |end: &str| Value::from(end).shown();
        let problem = match (field, line_end) {
            (Field::Quoted(_), _) => "Any value after quoted field isn't allowed".to_string(),
            (Field::Plain(_), Some(end)) => {
                format!("Unquoted fields do not allow new line <{}>", shown(end))
            }
            (Field::None, Some(end)) => {
                format!(
                    "New line must be <{}> not <{}>",
                    shown(self.row_end),
                    shown(end)
                )
            }
            _ => "Illegal quoting".to_string(),
        };
        malformed(&problem, self.rows + 1)
    }
}

enum Field<'a> {
    None,
    Plain(&'a str),
    Quoted(String),
}

/// What ends a row: the first line end in the text.
fn row_end_of(text: &str) -> &'static str {
    match memchr::memchr2(b'\r', b'\n', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

fn converted(field: Value, converters: &[Converter]) -> Value {
    let Value::Str(text) = &field else {
        return field;
    };
    let value = converters.iter().find_map(|converter| match converter {
        Converter::Integer => integer(text),
        Converter::Float => float(text).map(Value::Float),
        Converter::Date if looks_like_date(text) => Date::parse(text).map(Value::Date),
        Converter::DateTime if looks_like_moment(text) => {
            DateTime::parse(text).map(Value::DateTime)
        }
        _ => None,
    });
    value.unwrap_or(field)
}

fn stripped(text: &str) -> &str {
    text.trim_matches(is_space_char)
}

/// `Integer(text)`; none where Ruby raises.
fn integer(text: &str) -> Option<Value> {
    let text = stripped(text);
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let lower = digits.get(..2).map(str::to_ascii_lowercase);
    let (radix, digits) = match lower.as_deref() {
        Some("0x") => (16, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0d") => (10, &digits[2..]),
        Some(_) if digits.starts_with('0') => {
            (8, digits[1..].strip_prefix('_').unwrap_or(&digits[1..]))
        }
        _ => (10, digits),
    };
    let digits = without_underscores(digits, |c| c.is_digit(radix))?;
    let value = BigInt::parse_bytes(digits.as_bytes(), radix)?;
    Some(Value::from(if negative { -value } else { value }))
}

/// The digits, if underscores stand between digits alone.
fn without_underscores(text: &str, is_digit: impl Fn(char) -> bool) -> Option<String> {
    let mut digits = String::with_capacity(text.len());
    let mut after_digit = false;
    for c in text.chars() {
        let digit = is_digit(c);
        if digit {
            digits.push(c);
        } else if c != '_' || !after_digit {
            return None;
        }
        after_digit = digit;
    }
    (after_digit && !digits.is_empty()).then_some(digits)
}

/// `Float(text)`; none where Ruby raises.
fn float(text: &str) -> Option<f64> {
    let text = stripped(text);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    if unsigned.starts_with("0x") || unsigned.starts_with("0X") {
        let digits = without_underscores(&unsigned[2..], |c| c.is_ascii_hexdigit())?;
        let value = BigInt::parse_bytes(digits.as_bytes(), 16)?;
        return value.to_string().parse::<f64>().ok().map(|f| sign * f);
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let is_digit = |c: char| c.is_ascii_digit();
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let mut plain = match (whole, fraction) {
        ("", Some(_)) => "0".to_string(),
        (whole, _) => without_underscores(whole, is_digit)?,
    };
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(&without_underscores(fraction, is_digit)?);
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        plain.push('e');
        plain.push_str(&exponent[..exponent.len() - digits.len()]);
        plain.push_str(&without_underscores(digits, is_digit)?);
    }
    plain.parse::<f64>().ok().map(|f| sign * f)
}

/// A reader of the few forms that the date converters look for.
struct Form<'a>(&'a str);

impl Form<'_> {
    fn take(&mut self, allowed: impl Fn(char) -> bool, least: usize, most: usize) -> bool {
        let end = self
            .0
            .char_indices()
            .take(most)
            .take_while(|(_, c)| allowed(*c))
            .last()
            .map_or(0, |(at, c)| at + c.len_utf8());
        let taken = self.0[..end].chars().count() >= least;
        if taken {
            self.0 = &self.0[end..];
        }
        taken
    }

    fn digits(&mut self, least: usize, most: usize) -> bool {
        self.take(|c| c.is_ascii_digit(), least, most)
    }

    fn is(&mut self, c: char) -> bool {
        self.take(|d| d == c, 1, 1)
    }

    fn blanks(&mut self) -> bool {
        self.take(is_space_char, 1, usize::MAX)
    }

    fn word(&mut self) -> bool {
        self.take(|c| c.is_ascii_alphanumeric() || c == '_', 1, usize::MAX)
    }

    fn iso_date(&mut self) -> bool {
        self.digits(4, 4) && self.is('-') && self.digits(2, 2) && self.is('-') && self.digits(2, 2)
    }

    fn done(&self) -> bool {
        self.0.is_empty()
    }
}

/// Tries a form with a weekday in front, then without.
fn with_or_without_weekday(text: &str, rest: impl Fn(&mut Form<'_>) -> bool) -> bool {
    let mut with = Form(text);
    let mut named = with.word();
    with.is(',');
    named &= with.blanks();
    (named && rest(&mut with) && with.done()) || {
        let mut without = Form(text);
        rest(&mut without) && without.done()
    }
}

fn looks_like_date(text: &str) -> bool {
    let mut iso = Form(text);
    (iso.iso_date() && iso.done())
        || with_or_without_weekday(text, |form| {
            let day = form.word() && form.blanks() && form.digits(1, 2);
            form.is(',');
            day && form.blanks() && form.digits(2, 4)
        })
}

fn looks_like_moment(text: &str) -> bool {
    is_iso_moment(text)
        || with_or_without_weekday(text, |form| {
            let day = form.word() && form.blanks() && form.digits(1, 2) && form.blanks();
            let time = form.digits(1, 2)
                && form.is(':')
                && form.digits(1, 2)
                && form.is(':')
                && form.digits(1, 2);
            form.is(',');
            day && time && form.blanks() && form.digits(2, 4)
        })
}

fn is_iso_moment(text: &str) -> bool {
    let mut form = Form(text);
    if !form.iso_date() {
        return false;
    }
    if form.done() {
        return true;
    }
    let blank = form.take(is_space_char, 1, 1);
    if !blank && !form.is('T') {
        return false;
    }
    if !(form.digits(2, 2) && form.is(':') && form.digits(2, 2)) {
        return false;
    }
    if blank {
        return form.is(':') && form.digits(2, 2) && form.done();
    }
    if form.done() {
        return true;
    }
    if !(form.is(':') && form.digits(2, 2)) {
        return false;
    }
    if form.is('.') && !form.digits(1, usize::MAX) {
        return false;
    }
    if form.take(|c| c == '+' || c == '-', 1, 1) {
        return form.digits(2, 2) && form.is(':') && form.digits(2, 2) && form.done();
    }
    form.is('Z');
    form.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> String {
        let options = Options::of(&Value::Nil, ',', &Value::from("utf-8")).unwrap();
        match read(text.as_bytes(), &options) {
            Ok(value) => value.shown(),
            Err(e) => e.to_string(),
        }
    }

    #[test]
    fn rows_as_ruby_reads_them() {
        for (text, read) in [
            ("a,b\n1\n", r#"[{"a"=>"1", "b"=>nil}]"#),
            ("a,b\n1,2,3,4\n", r#"[{"a"=>"1", "b"=>"2", nil=>"3"}]"#),
            ("a,a\n1,2\n", r#"[{"a"=>"1"}]"#),
            (
                "a,b\n\n1,2\n\n",
                r#"[{"a"=>nil, "b"=>nil}, {"a"=>"1", "b"=>"2"}, {"a"=>nil, "b"=>nil}]"#,
            ),
            ("a,b\r1,2\r", r#"[{"a"=>"1", "b"=>"2"}]"#),
            ("a,\"b\n\"\n1,2", r#"[{"a"=>"1", "b\n"=>"2"}]"#),
            ("\"a\",b\n\"\",\n", r#"[{"a"=>"", "b"=>nil}]"#),
            ("\"a\"\"b\",c\n1,2\n", r#"[{"a\"b"=>"1", "c"=>"2"}]"#),
            ("a,,c\n1,2,3\n", r#"[{"a"=>"1", nil=>"2", "c"=>"3"}]"#),
            ("", "[]"),
            ("\n", "[]"),
            ("\u{feff}a\n1", "[{\"\u{feff}a\"=>\"1\"}]"),
            ("a,b\n\"x,1", "Unclosed quoted field in line 2."),
            ("a,b\nx\"y,1\n", "Illegal quoting in line 2."),
            (
                "a,b\n\"x\"y,1\n",
                "Any value after quoted field isn't allowed in line 2.",
            ),
            (
                "a,b\r\n1,2\n",
                "Unquoted fields do not allow new line <\"\\n\"> in line 2.",
            ),
            ("a\n\"1\"\"\n", "Unclosed quoted field in line 2."),
        ] {
            assert_eq!(rows(text), read, "{text:?}");
        }
    }

    #[test]
    fn converters() {
        let shown = |text: &str, names: &str| {
            let converters: Vec<Converter> = names
                .split(' ')
                .flat_map(|n| converters_of(&Value::from(n)).unwrap().to_vec())
                .collect();
            converted(Value::from(text), &converters).shown()
        };
        for (text, numeric) in [
            ("1", "1"),
            (" 1 ", "1"),
            ("1_000", "1000"),
            ("0x1f", "31"),
            ("1e3", "1000.0"),
            (".5", "0.5"),
            ("5.", "\"5.\""),
            ("", "\"\""),
            ("-1", "-1"),
            ("010", "8"),
            ("0b11", "3"),
            ("1__0", "\"1__0\""),
            ("0", "0"),
        ] {
            assert_eq!(shown(text, "numeric"), numeric, "{text:?}");
        }
        assert_eq!(shown("0x1f", "float"), "31.0");
        assert_eq!(shown("0b11", "float"), "\"0b11\"");
        for text in ["2020-01-02", "Jan 2 2020", "Thu, Jan 2, 2020"] {
            assert!(looks_like_date(text), "{text}");
        }
        for text in [
            "2020-01-02 03:04:05",
            "2020-01-02T03:04:05Z",
            "2020-01-02",
            "2020-01-02T03:04",
        ] {
            assert!(looks_like_moment(text), "{text}");
        }
        for text in ["2020-1-2", "03:04", "2020-01-02 03:04"] {
            assert!(!looks_like_moment(text), "{text}");
        }
    }
}
