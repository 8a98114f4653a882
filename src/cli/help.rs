//! What `--help` and `help` print, from the table in flags.rs, in the form of Jekyll's own command library
//! (mercenary's presenter.rb and option.rb).

use super::flags::{self, Action, Command, DESCRIPTION, Flag, GLOBAL, META, SYNTAX};
use super::{JEKYLL_VERSION, PROGRAM};

/// The help of the whole program, with or without the commands of jekyll-compose.
pub fn program(with_compose: bool) -> String {
    let mut parts = vec![
        format!("{PROGRAM} {JEKYLL_VERSION} -- {DESCRIPTION}"),
        "Usage:".to_string(),
        format!("  {PROGRAM} {SYNTAX}"),
        format!("Options:\n{}", lines(GLOBAL.iter().chain(META), false)),
    ];
    let listed = flags::listed(with_compose);
    let listed: Vec<String> = listed.into_iter().map(summary).collect();
    parts.push(format!("Subcommands:\n{}", listed.join("\n")));
    parts.join("\n\n")
}

/// The help of one command. mercenary prints an empty line for a command without flags of its own, but only where that
/// command itself is `running` (`import --help`), not where another one asks (`help import`).
pub fn subcommand(command: &Command, running: bool) -> String {
    let mut header = format!("{PROGRAM} {}", command.name);
    if let Some(description) = command.description {
        header.push_str(" -- ");
        header.push_str(description);
    }
    let mut options = own_lines(command);
    if running || !options.is_empty() {
        options.push('\n');
    }
    options.push_str(&lines(GLOBAL.iter().chain(META), false));
    [
        header,
        "Usage:".to_string(),
        format!("  {PROGRAM} {}", command.syntax),
        format!("Options:\n{options}"),
    ]
    .join("\n\n")
}

/// jekyll-compose names the argument of a flag behind its short form too.
fn own_lines(command: &Command) -> String {
    let is_composing = matches!(command.action, Action::Compose(_));
    lines(command.flags.iter().copied().flatten(), is_composing)
}

fn lines<'a>(flags: impl Iterator<Item = &'a Flag>, names_arguments: bool) -> String {
    let lines: Vec<String> = flags
        .map(|flag| format!("{}  {}", switches(flag, names_arguments), flag.help))
        .collect();
    lines.join("\n")
}

/// The short form to the right of ten columns, the long one to the left of thirteen; the comma between them goes
/// where there is no short form.
fn switches(flag: &Flag, names_argument: bool) -> String {
    let mut short = flag.short.map(|c| format!("-{c}")).unwrap_or_default();
    if names_argument
        && !short.is_empty()
        && let Some((_, argument)) = flag.long.split_once(' ')
    {
        short = format!("{short} {argument}");
    }
    format!("{short:>10}, {:<13}", flag.long)
        .replace(" , ", "   ")
        .replace(",   ", "    ")
}

fn summary(command: &Command) -> String {
    let names = [&[command.name], command.aliases].concat().join(", ");
    format!("  {names:<20}  {}", command.description.unwrap_or_default())
}
