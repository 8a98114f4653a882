//! A Dart Sass of the user's, spoken to over the embedded Sass protocol (version 3) on its standard input and output.
//! One process serves a whole build; it reads files itself, from the disk.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use super::wire::{Field, Message, fields, take_varint, varint};
use super::{Compiler, Css, Failure, Request, Style, Syntax, failed};

/// The longest answer that is read.
const LONGEST: u64 = 1 << 30;

/// A Dart Sass program.
pub struct DartSass {
    program: PathBuf,
    process: Mutex<Option<Process>>,
}

struct Process {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    compilations: u64,
}

impl DartSass {
    /// The compiler behind `program` (`sass` of a Dart Sass distribution); it is started when first used.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        DartSass {
            program: program.into(),
            process: Mutex::new(None),
        }
    }

    /// The folder of a program that is named by its path.
    fn folder(&self) -> Option<PathBuf> {
        let folder = self.program.parent()?;
        let is_named = !folder.as_os_str().is_empty();
        is_named.then(|| folder.canonicalize().ok()).flatten()
    }

    fn start(&self) -> Result<Process, Failure> {
        let unusable = |why: &dyn std::fmt::Display| {
            Failure::without_place(format!(
                "Dart Sass {} cannot be used: {why}",
                self.program.display()
            ))
        };
        let mut command = Command::new(&self.program);
        // In its own folder it names files by their whole paths, as Jekyll's does.
        if let Some(folder) = self.folder() {
            command = Command::new(folder.join(self.program.file_name().unwrap_or_default()));
            command.current_dir(folder);
        }
        let mut child = command
            .arg("--embedded")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| unusable(&e))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Process {
                child,
                input,
                output,
                compilations: 0,
            }),
            _ => Err(unusable(&"no pipes")),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The compiler ends when its input does; whoever is stuck is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Compiler for DartSass {
    fn compile(&self, request: &Request<'_>) -> Result<Css, Failure> {
        let mut slot = self
            .process
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut process = match slot.take() {
            Some(process) => process,
            None => self.start()?,
        };
        let answer = process.compile(request).map_err(|e| {
            let program = self.program.display();
            Failure::without_place(format!("Dart Sass {program} ended: {e}"))
        })?;
        *slot = Some(process);
        answer
    }

    fn makes_source_maps(&self) -> bool {
        true
    }
}

impl Process {
    fn compile(&mut self, request: &Request<'_>) -> std::io::Result<Result<Css, Failure>> {
        self.compilations += 1;
        let id = self.compilations;
        let mut body = Vec::new();
        varint(id, &mut body);
        body.extend(
            Message::default()
                .message(2, compile_request(request))
                .into_bytes(),
        );
        let mut packet = Vec::new();
        varint(body.len() as u64, &mut packet);
        packet.extend(body);
        self.input.write_all(&packet)?;
        self.input.flush()?;
        let mut warnings = Vec::new();
        loop {
            let packet = self.packet()?;
            let mut bytes = packet.as_slice();
            if take_varint(&mut bytes) != Some(id) {
                continue;
            }
            for (kind, field) in fields(bytes) {
                match kind {
                    1 => return Err(std::io::Error::other(text_in(&field, 3))),
                    2 => return Ok(compile_response(&field, request, warnings)),
                    3 => warnings.push(text_in(&field, 6)),
                    _ => {}
                }
            }
        }
    }

    fn packet(&mut self) -> std::io::Result<Vec<u8>> {
        let mut length = 0u64;
        for shift in (0..64).step_by(7) {
            let mut byte = [0];
            self.output.read_exact(&mut byte)?;
            length |= u64::from(byte[0] & 0x7f) << shift;
            if byte[0] < 0x80 {
                break;
            }
        }
        if length > LONGEST {
            return Err(std::io::Error::other("an answer too large"));
        }
        let mut packet = Vec::new();
        (&mut self.output).take(length).read_to_end(&mut packet)?;
        if packet.len() as u64 == length {
            Ok(packet)
        } else {
            Err(std::io::ErrorKind::UnexpectedEof.into())
        }
    }
}

fn compile_request(request: &Request<'_>) -> Message {
    let url = request.path.map(file_url).unwrap_or_default();
    let syntax = u64::from(request.syntax == Syntax::Indented);
    let input = Message::default()
        .text(1, request.text)
        .text(2, &url)
        .number(3, syntax);
    let mut message = Message::default()
        .message(2, input)
        .number(4, u64::from(request.style == Style::Compressed))
        .number(5, u64::from(request.source_map));
    for path in request.load_paths {
        let importer = Message::default().text(1, &path.to_string_lossy());
        message = message.message(6, importer);
    }
    let deprecations = request.deprecations;
    // Sources go into the map; @charset only where the sheet is a page of its own.
    message = message
        .number(10, u64::from(deprecations.verbose))
        .number(11, u64::from(deprecations.quiet_deps))
        .number(12, 1)
        .number(13, u64::from(request.path.is_some()));
    for (field, names) in [
        (15, &deprecations.fatal),
        (16, &deprecations.silenced),
        (17, &deprecations.future),
    ] {
        for name in names {
            message = message.text(field, name);
        }
    }
    message
}

fn compile_response(
    field: &Field<'_>,
    request: &Request<'_>,
    warnings: Vec<String>,
) -> Result<Css, Failure> {
    let mut css = Css {
        warnings,
        ..Css::default()
    };
    for (kind, field) in field.fields() {
        match kind {
            2 => {
                css.css = text_in(&field, 1);
                css.source_map = Some(text_in(&field, 2)).filter(|map| !map.is_empty());
            }
            3 => {
                return Err(Failure {
                    warnings: css.warnings,
                    ..failure(&field, request)
                });
            }
            4 => css.loaded.extend(path_of(&field.as_text())),
            _ => {}
        }
    }
    Ok(css)
}

fn failure(field: &Field<'_>, request: &Request<'_>) -> Failure {
    let error = failed(text_in(field, 1));
    let report = text_in(field, 4);
    let Some((_, span)) = field.fields().into_iter().find(|(n, _)| *n == 2) else {
        return Failure {
            error,
            report,
            warnings: Vec::new(),
        };
    };
    let number = |n: u32, of: &Field<'_>| {
        let found = of.fields().into_iter().find(|(k, _)| *k == n);
        u32::try_from(found.map_or(0, |(_, f)| f.as_number()) + 1).ok()
    };
    let start = span.fields().into_iter().find(|(n, _)| *n == 2);
    let (line, column) = match &start {
        Some((_, start)) => (number(2, start), number(3, start)),
        None => (Some(1), Some(1)),
    };
    let file = path_of(&text_in(&span, 4)).or_else(|| request.path.map(Path::to_path_buf));
    let context = text_in(&span, 5);
    let file = file.map_or_else(|| "stdin".to_string(), |file| file.display().to_string());
    let error = error
        .at(&file, line, column)
        .with_source_line(context.lines().next().unwrap_or_default());
    Failure {
        error,
        report,
        warnings: Vec::new(),
    }
}

fn text_in(field: &Field<'_>, number: u32) -> String {
    let found = field.fields().into_iter().find(|(n, _)| *n == number);
    found.map(|(_, f)| f.as_text()).unwrap_or_default()
}

fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url.push(byte as char),
            b'/' | b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*'
            | b'+' | b',' | b';' | b'=' | b':' | b'@' => url.push(byte as char),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

fn path_of(url: &str) -> Option<PathBuf> {
    let encoded = url.strip_prefix("file://")?.as_bytes();
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        let hex = |n: usize| char::from(*encoded.get(at + n)?).to_digit(16);
        match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    Some(PathBuf::from(String::from_utf8_lossy(&bytes).into_owned()))
}
