//! Julia.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const BUILTINS: &str = "true|false|missing|nothing|Inf|Inf16|Inf32|Inf64|NaN|NaN16|NaN32|NaN64|stdout|stderr|stdin|\
    devnull|pi|π|ℯ|im|ARGS|C_NULL|ENV|ENDIAN_BOM|VERSION|undef|(?:LOAD|DEPOT)_PATH";

const KEYWORDS: &str = "function|return|module|import|export|if|else|elseif|end|for|in|isa|while|try|catch|const|local|\
    global|using|struct|mutablestruct|abstracttype|finally|begin|do|quote|macro|forouter|where";

/// The types of the language and its standard library.
const TYPES: &str = "ARPACKException|AbstractArray|AbstractChannel|AbstractChar|AbstractDict|AbstractDisplay|\
    AbstractFloat|AbstractIrrational|AbstractLogger|AbstractMatrix|AbstractREPL|AbstractRNG|AbstractRange|\
    AbstractSerializer|AbstractSet|AbstractSparseArray|AbstractSparseMatrix|AbstractSparseVector|AbstractString|\
    AbstractUnitRange|AbstractVecOrMat|AbstractVector|AbstractWorkerPool|Adjoint|Any|ArgumentError|Array|\
    AssertionError|Base64DecodePipe|Base64EncodePipe|BasicREPL|Bidiagonal|BigFloat|BigInt|BitArray|BitMatrix|BitSet|\
    BitVector|Bool|BoundsError|BunchKaufman|CachingPool|CapturedException|CartesianIndex|CartesianIndices|Cchar|\
    Cdouble|Cfloat|Channel|Char|Cholesky|CholeskyPivoted|Cint|Cintmax_t|Clong|Clonglong|ClusterManager|Cmd|Colon|\
    Complex|ComplexF16|ComplexF32|ComplexF64|CompositeException|Condition|ConsoleLogger|Cptrdiff_t|Cshort|Csize_t|\
    Cssize_t|Cstring|Cuchar|Cuint|Cuintmax_t|Culong|Culonglong|Cushort|Cvoid|Cwchar_t|Cwstring|DataType|Date|\
    DateFormat|DatePeriod|DateTime|Day|DenseArray|DenseMatrix|DenseVecOrMat|DenseVector|Diagonal|Dict|\
    DimensionMismatch|Dims|DivideError|DomainError|EOFError|Eigen|Enum|ErrorException|Exception|ExponentialBackOff|\
    Expr|FDWatcher|Factorization|FileMonitor|Float16|Float32|Float64|FolderMonitor|Function|GeneralizedEigen|\
    GeneralizedSVD|GeneralizedSchur|GenericArray|GenericDict|GenericSet|GenericString|GitConfig|GitRepo|GlobalRef|\
    HMAC_CTX|HTML|Hermitian|Hessenberg|Hour|IO|IOBuffer|IOContext|IOStream|IPAddr|IPv4|IPv6|IdDict|IndexCartesian|\
    IndexLinear|IndexStyle|InexactError|InitError|Int|Int128|Int16|Int32|Int64|Int8|Integer|InterruptException|\
    InvalidStateException|Irrational|KeyError|LAPACKException|LDLt|LQ|LU|LinRange|LineEditREPL|LineNumberNode|\
    LinearIndices|LoadError|LogLevel|LowerTriangular|MIME|Matrix|MersenneTwister|Method|MethodError|Microsecond|\
    Millisecond|Minute|Missing|MissingException|Module|Month|NTuple|NamedTuple|Nanosecond|Nothing|NullLogger|Number|\
    OrdinalRange|OutOfMemoryError|OverflowError|PackageMode|PackageSpec|Pair|PartialQuickSort|Period|\
    PermutedDimsArray|Pipe|PollingFileWatcher|PosDefException|ProcessExitedException|Ptr|QR|QRPivoted|QuoteNode|\
    RandomDevice|RankDeficientException|Rational|RawFD|ReadOnlyMemoryError|Real|ReentrantLock|Ref|Regex|RegexMatch|\
    RemoteChannel|RemoteException|RoundingMode|SHA1_CTX|SHA224_CTX|SHA256_CTX|SHA2_224_CTX|SHA2_256_CTX|SHA2_384_CTX|\
    SHA2_512_CTX|SHA384_CTX|SHA3_224_CTX|SHA3_256_CTX|SHA3_384_CTX|SHA3_512_CTX|SHA512_CTX|SVD|Schur|Second|\
    SegmentationFault|Serializer|Set|SharedArray|SharedMatrix|SharedVector|Signed|SimpleLogger|SingularException|\
    Some|SparseMatrixCSC|SparseVector|StackOverflowError|StepRange|StepRangeLen|StreamREPL|StridedArray|\
    StridedMatrix|StridedVecOrMat|StridedVector|String|StringIndexError|SubArray|SubString|SubstitutionString|\
    SymTridiagonal|Symbol|Symmetric|SystemError|TCPSocket|Task|TestSetException|Text|TextDisplay|Time|TimePeriod|\
    TimeType|TimeZone|Timer|Transpose|Tridiagonal|Tuple|Type|TypeError|TypeVar|UDPSocket|UInt|UInt128|UInt16|UInt32|\
    UInt64|UInt8|UTC|UUID|UndefInitializer|UndefKeywordError|UndefRefError|UndefVarError|UniformScaling|Union|\
    UnionAll|UnitLowerTriangular|UnitRange|UnitUpperTriangular|Unsigned|UpgradeLevel|UpperTriangular|Val|Vararg|\
    VecElement|VecOrMat|Vector|VersionNumber|WeakKeyDict|WeakRef|Week|WorkerConfig|WorkerPool|Year";

/// A name that is being defined.
const DEFINED: &str = r"[\p{L}\p{Nl}\p{S}_][\p{Word}\p{S}\p{Po}!]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "function_name",
            [
                rule(DEFINED, NameFunction).pop(),
                rule(r"\([^\s\w{]{1,2}\)|[^\s\w{]{1,2}", Operator).pop(),
            ],
        )
        .state("type_name", [rule(DEFINED, NameClass).pop()])
        .state(
            "comment",
            [
                rule("[^=#]+", CommentMultiline),
                rule("#=", CommentMultiline).push("comment"),
                rule("=#", CommentMultiline).pop(),
                rule("[=#]", CommentMultiline),
            ],
        )
        .state(
            "string",
            [
                rule(
                    r#"\\(?:[\\abfnrtv"']|\n|N\{.*?\}|u[a-fA-F0-9]{4}|U[a-fA-F0-9]{8}|x[a-fA-F0-9]{2}|[0-7]{1,3})"#,
                    StrEscape,
                ),
                rule("\"", Str).pop(),
                rule(
                    r"\$(?:\(\w+\))?[-#0 +]*(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*))?",
                    StrInterpol,
                ),
                rule(r#"[^\\"$]+|\\"#, Str),
            ],
        )
}

fn root() -> Vec<Rule> {
    let mut rules = vec![
        rule(r"\s+", Text),
        rule("#=", CommentMultiline).push("comment"),
        rule("#.*", Comment),
        rule(r"[-+=*/\\&|$~^%!<>:.?÷≠≤≥]", Operator),
        groups(r"(function|macro)((?:\s|\\\s)+)", [Keyword, NameFunction]).push("function_name"),
        groups(
            r"((?:mutable )?struct|(?:abstract|primitive) type)((?:\s|\\\s)+)",
            [Keyword, NameClass],
        )
        .push("type_name"),
        rule(format!(r"(?:{TYPES})\b"), KeywordType),
        rule(r"(?:local|global|const)\b", KeywordDeclaration),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(format!(r"(?:{BUILTINS})\b"), NameBuiltin),
        rule("`.*?`", StrBacktick),
        rule(
            r"'(?:\\.|\\[0-7]{1,3}|\\x[a-fA-F0-9]{1,3}|\\u[a-fA-F0-9]{1,4}|\\U[a-fA-F0-9]{1,6}|[^\\'\n])'",
            StrChar,
        ),
        rule("[ILE]?\"", Str).push("string"),
        rule(r"@[\w.]+", NameDecorator),
        rule(
            "[a-zA-Z_\u{00A1}-\u{ffff}][a-zA-Z_0-9\u{00A1}-\u{ffff}]*!*",
            Name,
        ),
        rule(r"[\[\]{}(),;]", Other),
    ];
    rules.extend(numbers());
    rules
}

fn numbers() -> [Rule; 6] {
    [
        rule(
            r"(?:\d+(?:_\d+)+\.\d*|\d*\.\d+(?:_\d+)+)(?:[eEf][+-]?[0-9]+)?",
            NumFloat,
        ),
        rule(
            r"(?:\d+\.\d*|\d*\.\d+)(?:[eEf][+-]?[0-9]+)?|\d+(?:_\d+)*[eEf][+-]?[0-9]+",
            NumFloat,
        ),
        rule("0b[01]+(?:_[01]+)*", NumBin),
        rule("0o[0-7]+(?:_[0-7]+)*", NumOct),
        rule("0x[a-fA-F0-9]+(?:_[a-fA-F0-9]+)*", NumHex),
        rule(r"\d+(?:_\d+)*", NumInteger),
    ]
}
