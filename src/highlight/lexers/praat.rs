//! Praat's scripts.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "if then else elsif elif endif fi for from to endfor endproc while endwhile repeat until select \
    plus minus demo assert stopwatch nocheck nowarn noprogress editor endeditor clearinfo";

const FUNCTIONS: &str = "backslashTrigraphsToUnicode$ chooseDirectory$ chooseReadFile$ chooseWriteFile$ date$ demoKey$ \
    do$ environment$ extractLine$ extractWord$ fixed$ info$ left$ mid$ percent$ readFile$ replace$ replace_regex$ \
    right$ selected$ string$ unicodeToBackslashTrigraphs$ abs appendFile appendFileLine appendInfo appendInfoLine \
    arccos arccosh arcsin arcsinh arctan arctan2 arctanh barkToHertz beginPause beginSendPraat besselI besselK beta \
    beta2 binomialP binomialQ boolean ceiling chiSquareP chiSquareQ choice comment cos cosh createDirectory deleteFile \
    demoClicked demoClickedIn demoCommandKeyPressed demoExtraControlKeyPressed demoInput demoKeyPressed \
    demoOptionKeyPressed demoShiftKeyPressed demoShow demoWaitForInput demoWindowTitle demoX demoY \
    differenceLimensToPhon do editor endPause endSendPraat endsWith erb erbToHertz erf erfc exitScript exp \
    extractNumber fileReadable fisherP fisherQ floor gaussP gaussQ hash hertzToBark hertzToErb hertzToMel \
    hertzToSemitones imax imin incompleteBeta incompleteGammaP index index_regex integer invBinomialP invBinomialQ \
    invChiSquareQ invFisherQ invGaussQ invSigmoid invStudentQ length ln lnBeta lnGamma log10 log2 max melToHertz min \
    minusObject natural number numberOfColumns numberOfRows numberOfSelected objectsAreIdentical option optionMenu \
    pauseScript phonToDifferenceLimens plusObject positive randomBinomial randomGauss randomInteger randomPoisson \
    randomUniform real readFile removeObject rindex rindex_regex round runScript runSystem runSystem_nocheck \
    selectObject selected semitonesToHertz sentence sentencetext sigmoid sin sinc sincpi sinh soundPressureToPhon sqrt \
    startsWith studentP studentQ tan tanh text variableExists word writeFile writeFileLine writeInfo writeInfoLine \
    linear# randomGauss# randomInteger# randomUniform# zero# linear## mul## mul_fast## mul_metal## mul_nt## mul_tn## \
    mul_tt## outer## peaks## randomGamma## randomGauss## randomInteger## randomUniform## softmaxPerRow## solve## \
    transpose## zero## empty$# fileNames$# folderNames$# readLinesFromFile$# splitByWhitespace$#";

const OBJECTS: &str = "Activation AffineTransform AmplitudeTier Art Artword Autosegment BarkFilter BarkSpectrogram CCA \
    Categories Cepstrogram Cepstrum Cepstrumc ChebyshevSeries ClassificationTable Cochleagram Collection \
    ComplexSpectrogram Configuration Confusion ContingencyTable Corpus Correlation Covariance CrossCorrelationTable \
    CrossCorrelationTableList CrossCorrelationTables DTW DataModeler Diagonalizer Discriminant Dissimilarity Distance \
    Distributions DurationTier EEG ERP ERPTier EditCostsTable EditDistanceTable Eigen Excitation Excitations \
    ExperimentMFC FFNet FeatureWeights FileInMemory FilesInMemory Formant FormantFilter FormantGrid FormantModeler \
    FormantPoint FormantTier GaussianMixture HMM HMM_Observation HMM_ObservationSequence HMM_State HMM_StateSequence \
    HMMObservation HMMObservationSequence HMMState HMMStateSequence Harmonicity ISpline Index Intensity IntensityTier \
    IntervalTier KNN KlattGrid KlattTable LFCC LPC Label LegendreSeries LinearRegression LogisticRegression LongSound \
    Ltas MFCC MSpline ManPages Manipulation Matrix MelFilter MelSpectrogram MixingMatrix Movie Network OTGrammar \
    OTHistory OTMulti PCA PairDistribution ParamCurve Pattern Permutation Photo Pitch PitchModeler PitchTier \
    PointProcess Polygon Polynomial PowerCepstrogram PowerCepstrum Procrustes RealPoint RealTier ResultsMFC Roots \
    SPINET SSCP SVD Salience ScalarProduct Similarity SimpleString SortedSetOfString Sound Speaker Spectrogram \
    Spectrum SpectrumTier SpeechSynthesizer SpellingChecker Strings StringsIndex Table TableOfReal TextGrid \
    TextInterval TextPoint TextTier Tier Transition VocalTract VocalTractTier Weight WordList";

const VARIABLES: &str = "praatVersion$ tab$ shellDirectory$ homeDirectory$ preferencesDirectory$ newline$ \
    temporaryDirectory$ defaultDirectory$ all average e left macintosh mono pi praatVersion right stereo undefined unix \
    windows";

static CALLED: LazyLock<Words> = LazyLock::new(|| {
    table(
        OperatorWord,
        [(FUNCTIONS, NameFunction), (KEYWORDS, Keyword)],
    )
});

static OBJECT: LazyLock<Words> = LazyLock::new(|| table(Keyword, [(OBJECTS, NameClass)]));

const ATTRIBUTES: [&str; 10] = [
    "ncol", "nrow", "xmin", "ymin", "xmax", "ymax", "nx", "ny", "dx", "dy",
];

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "command",
            [
                rule(r" ?[^\s:.']+ ?", Keyword),
                include("interpolation"),
                rule(r"\.{3}", Keyword).goto("old_arguments"),
                rule(":", Keyword).goto("comma_list"),
                rule(r"\s", Text).pop(),
            ],
        )
        .state(
            "procedure_call",
            [
                include("interpolation"),
                rule(r":|\s*\(", Punctuation).pop(),
                rule("'", NameFunction),
                rule(r"[^:('\s]+", NameFunction),
                at(r"(?=\s)").goto("old_arguments"),
            ],
        )
        .state(
            "procedure_definition",
            [
                rule(r":|\s*\(", Punctuation).pop(),
                rule(r"[^:(\s]+", NameFunction),
                rule(r"\s+", Text).pop(),
            ],
        )
        .state(
            "function",
            [
                rule(r"\s+", Text),
                rule(r":|\s*\(", Text).goto("comma_list"),
            ],
        );
    forms(arguments(values(grammar)))
}

fn root() -> Vec<Rule> {
    vec![
        groups(r"(\s+)(#.*)", [Text, CommentSingle]),
        rule("#.*", CommentSingle).line_start(),
        rule(";.*", CommentSingle),
        rule(r"\s+", Text),
        groups(r"(procedure)(\s+)", [Keyword, Text]).push("procedure_definition"),
        groups(r"(call)(\s+)", [Keyword, Text]).push("procedure_call"),
        rule("@", NameFunction).push("procedure_call"),
        include("function_call"),
        rule(r"select all\b", Keyword),
        groups(r"(form\b)(\s+)([^\n]+)", [Keyword, Text, Str]).push("old_form"),
        groups(
            r"(print(?:line|tab)?|echo|exit|asserterror|pause|send(?:praat|socket)|include|execute|system(?:_nocheck)?)(\s+)",
            [Keyword, Text],
        )
        .push("unquoted"),
        groups(r"(goto|label)(\s+)(\w+)", [Keyword, Text, NameLabel]),
        include("variable_name"),
        include("number"),
        include("vector"),
        rule("\"", Str).push("string"),
        call(r"[A-Z][a-zA-Z0-9]+(?=\s+\S+\n)", |cx, m| {
            let token = OBJECT.token(m.whole());
            cx.token(token, m.whole());
            if token == NameClass {
                cx.push("unquoted");
            }
        }),
        at("(?=[A-Z])").push("command"),
        rule(r"\.{3}|[)(,$]", Punctuation),
        rule("[a_z]+", Text),
    ]
}

fn values(grammar: Grammar) -> Grammar {
    let names = table(
        NameVariable,
        [(VARIABLES, NameBuiltin), (KEYWORDS, Keyword)],
    );
    grammar
        .state(
            "function_call",
            [call(
                r"[a-z][a-zA-Z0-9_.]+(?:\$#|##|\$|#)?(?=\s*[:(])",
                |cx, m| {
                    let token = CALLED.token(m.whole());
                    cx.token(token, m.whole());
                    if token == NameFunction {
                        cx.push("function");
                    }
                },
            )],
        )
        .state(
            "number",
            [
                rule(r"\n", Text).pop(),
                rule(r"\d+(?:\.\d*)?(?:[eE][-+]?\d+)?%?", Num),
            ],
        )
        .state(
            "operator",
            [
                rule(r"[+/*<>=!-]=?|[&*|][&*|]?|\^|<>", Operator),
                rule(r"(?:and|or|not|div|mod)(?![\w.])", OperatorWord),
            ],
        )
        .state(
            "variable_name",
            [
                include("operator"),
                include("number"),
                call("([A-Z][a-zA-Z0-9]+)_", |cx, m| {
                    if m.group(1) == "Object" || OBJECT.find(m.group(1)).is_some() {
                        cx.token(NameBuiltin, m.whole());
                        cx.push("object_reference");
                    } else {
                        cx.token(NameVariable, m.whole());
                    }
                }),
                words(r"\.?[a-z][a-zA-Z0-9_.]*(?:\$#|##|\$|#)?", &names),
                rule(r"[\[\]]", Text).push("comma_list"),
                include("interpolation"),
            ],
        )
        .state("vector", [rule(r"\{", Text).push("comma_list")])
        .state(
            "object_reference",
            [
                include("interpolation"),
                rule(r"[a-z][a-zA-Z0-9_]*|\d+", NameBuiltin),
                call(r"\.([a-z]+)\b", attribute),
                rule(r"\$", NameBuiltin),
                rule(r"\[", Text).pop(),
            ],
        )
        .state(
            "interpolation",
            [rule(
                r#"'[._a-z][^\[\]'":]*(?:\[(?:[\d,]+|"[\w,]+")\])?(?::[0-9]+)?'"#,
                StrInterpol,
            )],
        )
}

/// An attribute ends the reference. One that is not known gives no token.
fn attribute(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if ATTRIBUTES.contains(&m.group(1)) {
        cx.token(NameBuiltin, m.whole());
        cx.pop(1);
    }
}

fn arguments(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "comma_list",
            [
                groups(r"(\s*\n\s*)(\.{3})", [Text, Punctuation]),
                rule(r"\s*[\]\})\n]", Text).pop(),
                rule(r"\s+", Text),
                rule("\"", Str).push("string"),
                rule(r"(?:if|then|else|fi|endif)\b", Keyword),
                include("function_call"),
                include("variable_name"),
                include("operator"),
                include("number"),
                include("vector"),
                rule("[()]", Text),
                rule(",", Punctuation),
            ],
        )
        .state(
            "old_arguments",
            [
                rule(r"\n", Text).pop(),
                include("variable_name"),
                include("operator"),
                include("number"),
                rule("\"", Str).push("string"),
                rule(r"[^\n]", Text),
            ],
        )
        .state(
            "unquoted",
            [
                rule(r"\n\s*\.{3}", Punctuation),
                rule(r"\n", Text).pop(),
                rule(r"\s", Text),
                include("interpolation"),
                rule(r"'|[^'\n]+", Str),
            ],
        )
        .state(
            "string",
            [
                rule(r"\n\s*\.{3}", Punctuation),
                rule("\"", Str).pop(),
                include("interpolation"),
                rule(r#"'|[^'"\n]+"#, Str),
            ],
        )
}

/// Forms in the old syntax.
fn forms(grammar: Grammar) -> Grammar {
    grammar.state(
        "old_form",
        [
            groups(r"(\s+)(#.*)", [Text, CommentSingle]),
            rule(r"\s+", Text),
            groups(r"(optionmenu|choice)([ \t]+\S+:[ \t]+)", [Keyword, Text]).push("number"),
            groups(r"(option|button)([ \t]+)", [Keyword, Text]).push("unquoted"),
            groups(r"(sentence|text)([ \t]+\S+)", [Keyword, Text]).push("unquoted"),
            groups(
                r"(word)([ \t]+\S+[ \t]*)(\S+)?([ \t]+.*)?",
                [Keyword, Text, Str, Text],
            ),
            groups(
                r#"(boolean)(\s+\S+\s*)(0|1|"?(?:yes|no)"?)"#,
                [Keyword, Text, NameVariable],
            ),
            groups(
                r"(real|natural|positive|integer)([ \t]+\S+[ \t]*)([+-]?)",
                [Keyword, Text, Operator],
            )
            .push("number"),
            groups(r"(comment)(\s+)", [Keyword, Text]).push("unquoted"),
            rule(r"endform\b", Keyword).pop(),
        ],
    )
}
