//! BrightScript, the language of Roku.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const FUNCTIONS: &str = "abs asc atn cdbl chr cint control copyfile cos createdirectory csng deletedirectory \
    deletefile exp findmemberfunction findnode fix formatdriveformatjson getinterface instr int lcase left len listdir \
    log matchfiles mid movefile observefield parsejson parsexml readasciifile rebootsystem right rnd \
    rungarbagecollector sgn sin sleep sqr str stri string stringi strtoi substitute tantexttop text trucase uptime \
    valvisible visible wait";

const RESERVED: &str = "box createobject dim each else elseif end endfunction endif endsub endwhile eval exit \
    exitwhile false for function getglobalaa getlastruncompileerror getlastrunruntimeerror goto if in invalid let \
    line_num m next objfun pos print rem return run step stop sub tab to true type while class const import library \
    namespace private protected public";

const TYPES: &str = "boolean dim double dynamic float function integer interface invalid longinteger object string void";

/// The components of a scene, some of them written together with the next one, as Rouge has them.
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

static COMPONENT: LazyLock<Words> = LazyLock::new(|| table(Name, [(COMPONENTS, KeywordReserved)]));

static WORDS: LazyLock<Words> = LazyLock::new(|| {
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

const NAME: &str = "(?i:[$a-z_][a-z0-9_]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Whitespace),
            rule("'.*", CommentSingle),
            rule("(?i)REM.*", CommentSingle),
            rule(r"[~!%^&*+=|?:<>/-]", Operator),
            rule(r"(?i)\d*\.\d+(?:e-?\d+)?", NumFloat),
            rule(r"(?i)\d+[lu]*", NumInteger),
            rule("\".*?\"", StrDouble),
            rule(format!(r"{NAME}(?=\s*\()"), NameFunction),
            rule(r"[()\[\],.;{}]", Punctuation),
            call(NAME, name),
        ],
    )
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = COMPONENT
        .find(m.whole())
        .unwrap_or_else(|| WORDS.token(m.whole()));
    cx.token(token, m.whole());
}
