//! The classes a piece of source text can have, and the short names they print as.
//! They are Rouge's (`Rouge::Token::Tokens`), which in turn are those of Pygments.

/// What a piece of source text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // the variants say what they are
pub enum Token {
    Text,
    Whitespace,
    Escape,
    Error,
    Other,
    Keyword,
    KeywordConstant,
    KeywordDeclaration,
    KeywordNamespace,
    KeywordPseudo,
    KeywordReserved,
    KeywordType,
    KeywordVariable,
    Name,
    NameAttribute,
    NameBuiltin,
    NameBuiltinPseudo,
    NameClass,
    NameConstant,
    NameDecorator,
    NameEntity,
    NameException,
    NameFunction,
    NameFunctionMagic,
    NameProperty,
    NameLabel,
    NameNamespace,
    NameOther,
    NameTag,
    NameVariable,
    NameVariableClass,
    NameVariableGlobal,
    NameVariableInstance,
    NameVariableMagic,
    Literal,
    LiteralDate,
    Str,
    StrAffix,
    StrBacktick,
    StrChar,
    StrDelimiter,
    StrDoc,
    StrDouble,
    StrEscape,
    StrHeredoc,
    StrInterpol,
    StrOther,
    StrRegex,
    StrSingle,
    StrSymbol,
    Num,
    NumBin,
    NumFloat,
    NumHex,
    NumInteger,
    NumIntegerLong,
    NumOct,
    NumOther,
    Operator,
    OperatorWord,
    Punctuation,
    PunctuationIndicator,
    Comment,
    CommentHashbang,
    CommentDoc,
    CommentMultiline,
    CommentPreproc,
    CommentPreprocFile,
    CommentSingle,
    CommentSpecial,
    Generic,
    GenericDeleted,
    GenericEmph,
    GenericEmphStrong,
    GenericError,
    GenericHeading,
    GenericInserted,
    GenericLineno,
    GenericOutput,
    GenericPrompt,
    GenericStrong,
    GenericSubheading,
    GenericTraceback,
}

/// Every token with its short and its qualified name, in the order of the enum.
const NAMES: &[(Token, &str, &str)] = &[
    (Token::Text, "", "Text"),
    (Token::Whitespace, "w", "Text.Whitespace"),
    (Token::Escape, "esc", "Escape"),
    (Token::Error, "err", "Error"),
    (Token::Other, "x", "Other"),
    (Token::Keyword, "k", "Keyword"),
    (Token::KeywordConstant, "kc", "Keyword.Constant"),
    (Token::KeywordDeclaration, "kd", "Keyword.Declaration"),
    (Token::KeywordNamespace, "kn", "Keyword.Namespace"),
    (Token::KeywordPseudo, "kp", "Keyword.Pseudo"),
    (Token::KeywordReserved, "kr", "Keyword.Reserved"),
    (Token::KeywordType, "kt", "Keyword.Type"),
    (Token::KeywordVariable, "kv", "Keyword.Variable"),
    (Token::Name, "n", "Name"),
    (Token::NameAttribute, "na", "Name.Attribute"),
    (Token::NameBuiltin, "nb", "Name.Builtin"),
    (Token::NameBuiltinPseudo, "bp", "Name.Builtin.Pseudo"),
    (Token::NameClass, "nc", "Name.Class"),
    (Token::NameConstant, "no", "Name.Constant"),
    (Token::NameDecorator, "nd", "Name.Decorator"),
    (Token::NameEntity, "ni", "Name.Entity"),
    (Token::NameException, "ne", "Name.Exception"),
    (Token::NameFunction, "nf", "Name.Function"),
    (Token::NameFunctionMagic, "fm", "Name.Function.Magic"),
    (Token::NameProperty, "py", "Name.Property"),
    (Token::NameLabel, "nl", "Name.Label"),
    (Token::NameNamespace, "nn", "Name.Namespace"),
    (Token::NameOther, "nx", "Name.Other"),
    (Token::NameTag, "nt", "Name.Tag"),
    (Token::NameVariable, "nv", "Name.Variable"),
    (Token::NameVariableClass, "vc", "Name.Variable.Class"),
    (Token::NameVariableGlobal, "vg", "Name.Variable.Global"),
    (Token::NameVariableInstance, "vi", "Name.Variable.Instance"),
    (Token::NameVariableMagic, "vm", "Name.Variable.Magic"),
    (Token::Literal, "l", "Literal"),
    (Token::LiteralDate, "ld", "Literal.Date"),
    (Token::Str, "s", "Literal.String"),
    (Token::StrAffix, "sa", "Literal.String.Affix"),
    (Token::StrBacktick, "sb", "Literal.String.Backtick"),
    (Token::StrChar, "sc", "Literal.String.Char"),
    (Token::StrDelimiter, "dl", "Literal.String.Delimiter"),
    (Token::StrDoc, "sd", "Literal.String.Doc"),
    (Token::StrDouble, "s2", "Literal.String.Double"),
    (Token::StrEscape, "se", "Literal.String.Escape"),
    (Token::StrHeredoc, "sh", "Literal.String.Heredoc"),
    (Token::StrInterpol, "si", "Literal.String.Interpol"),
    (Token::StrOther, "sx", "Literal.String.Other"),
    (Token::StrRegex, "sr", "Literal.String.Regex"),
    (Token::StrSingle, "s1", "Literal.String.Single"),
    (Token::StrSymbol, "ss", "Literal.String.Symbol"),
    (Token::Num, "m", "Literal.Number"),
    (Token::NumBin, "mb", "Literal.Number.Bin"),
    (Token::NumFloat, "mf", "Literal.Number.Float"),
    (Token::NumHex, "mh", "Literal.Number.Hex"),
    (Token::NumInteger, "mi", "Literal.Number.Integer"),
    (Token::NumIntegerLong, "il", "Literal.Number.Integer.Long"),
    (Token::NumOct, "mo", "Literal.Number.Oct"),
    (Token::NumOther, "mx", "Literal.Number.Other"),
    (Token::Operator, "o", "Operator"),
    (Token::OperatorWord, "ow", "Operator.Word"),
    (Token::Punctuation, "p", "Punctuation"),
    (Token::PunctuationIndicator, "pi", "Punctuation.Indicator"),
    (Token::Comment, "c", "Comment"),
    (Token::CommentHashbang, "ch", "Comment.Hashbang"),
    (Token::CommentDoc, "cd", "Comment.Doc"),
    (Token::CommentMultiline, "cm", "Comment.Multiline"),
    (Token::CommentPreproc, "cp", "Comment.Preproc"),
    (Token::CommentPreprocFile, "cpf", "Comment.PreprocFile"),
    (Token::CommentSingle, "c1", "Comment.Single"),
    (Token::CommentSpecial, "cs", "Comment.Special"),
    (Token::Generic, "g", "Generic"),
    (Token::GenericDeleted, "gd", "Generic.Deleted"),
    (Token::GenericEmph, "ge", "Generic.Emph"),
    (Token::GenericEmphStrong, "ges", "Generic.EmphStrong"),
    (Token::GenericError, "gr", "Generic.Error"),
    (Token::GenericHeading, "gh", "Generic.Heading"),
    (Token::GenericInserted, "gi", "Generic.Inserted"),
    (Token::GenericLineno, "gl", "Generic.Lineno"),
    (Token::GenericOutput, "go", "Generic.Output"),
    (Token::GenericPrompt, "gp", "Generic.Prompt"),
    (Token::GenericStrong, "gs", "Generic.Strong"),
    (Token::GenericSubheading, "gu", "Generic.Subheading"),
    (Token::GenericTraceback, "gt", "Generic.Traceback"),
];

impl Token {
    /// The `class` of the token's span; empty for `Text`, which has no span.
    pub fn class(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// The token's name, those of what it is a kind of before it: `Literal.String.Doc`.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].2
    }

    /// The token that it is printed as: an escape is an error unless escapes were switched on, which Jekyll never does.
    pub(super) fn shown(self) -> Token {
        match self {
            Token::Escape => Token::Error,
            token => token,
        }
    }

    /// What the token is a kind of.
    pub(super) fn parent(self) -> Option<Token> {
        let (parent, _) = self.name().rsplit_once('.')?;
        Token::named(parent)
    }

    /// The token of a name such as `Generic.Output`, as an option of a lexer gives it.
    pub fn named(name: &str) -> Option<Token> {
        NAMES.iter().find(|row| row.2 == name).map(|row| row.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_the_enum() {
        for (at, row) in NAMES.iter().enumerate() {
            assert_eq!(row.0 as usize, at);
        }
        assert_eq!(Token::named("Generic.Output"), Some(Token::GenericOutput));
        assert_eq!(Token::StrDouble.class(), "s2");
        assert_eq!(Token::StrDouble.parent(), Some(Token::Str));
        assert_eq!(Token::Str.parent(), Some(Token::Literal));
    }
}
