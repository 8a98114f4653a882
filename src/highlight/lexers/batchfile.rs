//! Windows batch files.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const COMMANDS: &str = "
    assoc attrib break bcdedit cacls cd chcp chdir chkdsk chkntfs choice cls cmd color comp
    compact convert copy date del dir diskpart doskey dpath driverquery echo endlocal erase fc
    find findstr format fsutil ftype gpresult graftabl help icacls label md mkdir mklink mode
    more move openfiles path pause popd print prompt pushd rd recover ren rename replace rmdir
    robocopy setlocal sc schtasks shift shutdown sort start subst systeminfo takeown tasklist
    taskkill time timeout title tree type ver verify vol xcopy waitfor wmic addusers admodcmd
    ansicon arp at bcdboot bitsadmin browstat certreq certutil change cidiag cipher cleanmgr clip
    cmdkey compress convertcp coreinfo csccmd csvde cscript curl debug defrag delprof deltree
    devcon diamond dirquota diruse diskshadow diskuse dism dnscmd dsacls dsadd dsget dsquery
    dsmod dsmove dsrm dsmgmt dsregcmd edlin eventcreate expand extract fdisk fltmc forfiles
    freedisk ftp getmac gpupdate hostname ifmember inuse ipconfig kill lgpo lodctr logman logoff
    logtime makecab mapisend mbsacli mem mountvol moveuser msg mshta msiexec msinfo32 mstsc
    nbtstat net net1 netdom netsh netstat nlsinfo nltest now nslookup ntbackup ntdsutil ntoskrnl
    ntrights nvspbind pathping perms ping portqry powercfg pngout pnputil printbrm prncnfg
    prnmngr procdump psexec psfile psgetsid psinfo pskill pslist psloggedon psloglist pspasswd
    psping psservice psshutdown pssuspend qbasic qgrep qprocess query quser qwinsta rasdial reg
    reg1 regdump regedt32 regsvr32 regini reset restore rundll32 rmtshare route rpcping run runas
    scandisk setspn setx sfc share shellrunas shortcut sigcheck sleep slmgr strings subinacl
    sysmon telnet tftp tlist touch tracerpt tracert tscon tsdiscon tskill tttracer typeperf
    tzutil undelete unformat verifier vmconnect vssadmin w32tm wbadmin wecutil wevtutil wget
    where whoami windiff winrm winrs wpeutil wpr wusa wuauclt wscript";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let devices = "con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 \
        lpt8 lpt9";
    let rows = [
        (devices, KeywordReserved),
        ("if else for in do goto call exit", Keyword),
        (
            "exist defined errorlevel cmdextversion not equ neq lss leq gtr geq",
            OperatorWord,
        ),
        (COMMANDS, NameBuiltin),
        (
            "on off disable enableextensions enabledelayedexpansion",
            NameAttribute,
        ),
    ];
    table(KeywordDeclaration, rows)
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", [include("words"), include("data")])
        .state(
            "words",
            [
                rule(r"(?i)@?rem(?:[^\p{Word}\n].*)?$", Comment),
                rule("::.*", Comment).line_start(),
                rule("(?i):[a-z]+", NameLabel),
                call(r"(?i)([a-z]\w*)(\.exe)?", word),
                rule(r"(?i)(?:[/+]|--?)[a-z]+\s*", NameAttribute),
                include("expansions"),
                rule(r"[<>&|(){}\[\]+=;,~?*-]", Operator),
            ],
        )
        .state("escapes", [rule(r"(?s)\^.", StrEscape)])
        .state(
            "expansions",
            [
                rule("(?i)[%!]+[a-z_$@#]+[%!]+", NameVariable),
                rule(r"(?i)%+~?[a-z]+\d?", NameVariableMagic),
            ],
        )
        .state("double", quoted('"', StrDouble))
        .state("single", quoted('\'', StrSingle))
        .state("backticks", quoted('`', StrBacktick))
        .state(
            "data",
            [
                rule(r"\s+", Text),
                rule("(?i)0x[0-9a-f]+", NumHex),
                rule("[0-9]", Num),
                rule("\"", StrDouble).push("double"),
                rule("'", StrSingle).push("single"),
                rule("`", StrBacktick).push("backticks"),
                rule(r#"[^\s&|()\[\]{}^=;!%+\-,"'`\~?*]+"#, Text),
                include("escapes"),
            ],
        )
}

fn quoted(quote: char, token: Token) -> [Rule; 4] {
    [
        include("escapes"),
        rule(quote.to_string(), token).pop(),
        include("expansions"),
        rule(format!(r"[^\^{quote}%!]+"), token),
    ]
}

/// A word in lower case; `.exe` behind it belongs to a command alone.
fn word(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    match WORDS.token(m.group(1)) {
        NameBuiltin => cx.token(NameBuiltin, m.whole()),
        token => {
            cx.token(token, m.group(1));
            cx.token(Error, m.group(2));
        }
    }
}
