//! BrightScript, the language of Roku. Where its list of names lacks a space, Rouge knows the two names as one.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const FUNCTIONS: &str = "abs asc atn cdbl chr cint control copyfile cos createdirectory csng deletedirectory deletefile exp \
    findmemberfunction findnode fix formatdriveformatjson getinterface instr int lcase left len listdir log matchfiles \
    mid movefile observefield parsejson parsexml readasciifile rebootsystem right rnd rungarbagecollector sgn sin sleep \
    sqr str stri string stringi strtoi substitute tantexttop text trucase uptime valvisible visible wait";

const RESERVED: &str = "box createobject dim each else elseif end endfunction endif endsub endwhile eval exit exitwhile \
    false for function getglobalaa getlastruncompileerror getlastrunruntimeerror goto if in invalid let line_num m next \
    objfun pos print rem return run step stop sub tab to true type while class const import library namespace private \
    protected public";

const TYPES: &str = "boolean dim double dynamic float function integer interface invalid longinteger object string void";

/// Components; their case counts.
const COMPONENTS: &str = "roAppendFile roAppInfo roAppManager roArray roAssociativeArray roAudioGuide roAudioMetadata \
    roAudioPlayer roAudioPlayerEvent roAudioResourceroBitmap roBoolean roBrightPackage roBrSub roButton roByteArray \
    roCaptionRenderer roCaptionRendererEvent roCecInterface roCECStatusEvent roChannelStore roChannelStoreEvent \
    roClockWidget roCodeRegistrationScreen roCodeRegistrationScreenEventroCompositor roControlDown roControlPort \
    roControlUp roCreateFile roDatagramReceiver roDatagramSender roDataGramSocket roDateTime roDeviceInfo \
    roDeviceInfoEvent roDoubleroEVPCipher roEVPDigest roFileSystem roFileSystemEvent roFloat roFont roFontMetrics \
    roFontRegistry roFunction roGlobal roGpio roGridScreen roGridScreenEvent roHdmiHotPlugEventroHdmiStatus \
    roHdmiStatusEvent roHMAC roHttpAgent roImageCanvas roImageCanvasEvent roImageMetadata roImagePlayer \
    roImageWidgetroInput roInputEvent roInt roInvalid roIRRemote roKeyboard roKeyboardPress roKeyboardScreen \
    roKeyboardScreenEventroList roListScreen roListScreenEvent roLocalization roLongInteger roMessageDialog \
    roMessageDialogEvent roMessagePort roMicrophone roMicrophoneEvent roNetworkConfiguration roOneLineDialog \
    roOneLineDialogEventroParagraphScreen roParagraphScreenEvent roPath roPinEntryDialog roPinEntryDialogEvent \
    roPinentryScreen roPosterScreen roPosterScreenEventroProgramGuide roQuadravoxButton roReadFile \
    roRectangleroRegexroRegion roRegistry roRegistrySection roResourceManager roRSA roRssArticle roRssParser roScreen \
    roSearchHistory roSearchScreen roSearchScreenEvent roSerialPort roSGNode roSGNodeEvent roSGScreenroSGScreenEvent \
    roSlideShowroSlideShowEvent roSNS5 roSocketAddress roSocketEvent roSpringboardScreen \
    roSpringboardScreenEventroSprite roStorageInfo roStreamSocket roStringroSystemLogroSystemLogEvent roSystemTime \
    roTextFieldroTextScreen roTextScreenEvent roTextToSpeech roTextToSpeechEvent roTextureManager roTextureRequest \
    roTextureRequestEventroTextWidget roTimer roTimespan roTouchScreen roTunerroTunerEvent roUniversalControlEvent \
    roUrlEvent roUrlTransfer roVideoEvent roVideoInput roVideoMode roVideoPlayer roVideoPlayerEvent roVideoScreen \
    roVideoScreenEventroWriteFile roXMLElement roXMLList";

static EXACT: LazyLock<Words> = LazyLock::new(|| table(Name, [(COMPONENTS, KeywordReserved)]));

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [
            (RESERVED, KeywordReserved),
            (TYPES, KeywordType),
            (FUNCTIONS, NameBuiltin),
            ("and as mod not or then", OperatorWord),
        ],
    )
});

const ID: &str = "(?i:[$a-z_][a-z0-9_]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Whitespace),
            rule("'.*", CommentSingle),
            rule("(?i)REM.*", CommentSingle),
            rule("[~!%^&*+=|?:<>/-]", Operator),
            rule(r"(?i)\d*\.\d+(?:e-?\d+)?", NumFloat),
            rule(r"(?i)\d+[lu]*", NumInteger),
            rule("\".*?\"", StrDouble),
            rule(format!(r"{ID}(?=\s*\()"), NameFunction),
            rule(r"[()\[\],.;{}]", Punctuation),
            call(ID, name),
        ],
    )
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let exact = EXACT.find(m.whole());
    cx.token(exact.unwrap_or_else(|| NAMES.token(m.whole())), m.whole());
}
