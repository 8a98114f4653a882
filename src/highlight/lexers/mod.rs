//! Every language that Rouge 4.7.0 knows, with its names, and how it is read. One file a language beside this one.
//! A new lexer is a `mod` line and `Way::Rules(its::grammar)` in its row.

use super::Lexer;
use super::grammar::Grammar;
use super::machine::{Machine, Sink};
use std::sync::OnceLock;

mod abap;
mod actionscript;
mod ada;
mod apache;
mod apex;
mod apiblueprint;
mod applescript;
mod armasm;
mod augeas;
mod awk;
mod batchfile;
mod bbcbasic;
mod bibtex;
mod bicep;
mod biml;
mod bpf;
mod brainfuck;
mod brightscript;
mod bsl;
mod c;
mod ceylon;
mod cfscript;
mod cisco_ios;
mod clean;
mod clojure;
mod cmake;
mod cmhg;
mod cobol;
mod codeowners;
mod coffeescript;
mod common_lisp;
mod conf;
mod console;
mod coq;
mod cpp;
mod crystal;
mod csharp;
mod css;
mod csvs;
mod cuda;
mod cypher;
mod cython;
mod d;
mod dafny;
mod dart;
mod datastudio;
mod diff;
mod digdag;
mod docker;
mod dot;
mod ecl;
mod eex;
mod eiffel;
mod elixir;
mod elm;
mod email;
mod epp;
mod erb;
mod erlang;
mod escape;
mod factor;
mod fluent;
mod fortran;
mod freefem;
mod fsharp;
mod gdscript;
mod ghc_cmm;
mod ghc_core;
mod gherkin;
mod gjs;
mod glsl;
mod go;
mod gradle;
mod graphql;
mod groovy;
mod gts;
mod hack;
mod haml;
mod handlebars;
mod haskell;
mod haxe;
mod hcl;
mod hlsl;
mod hocon;
mod hql;
mod html;
mod http;
mod hylang;
mod idlang;
mod idris;
mod iecst;
mod igorpro;
mod indentation;
mod ini;
mod io;
mod irb;
mod irb_output;
mod isabelle;
mod isbl;
mod j;
mod janet;
mod java;
mod javascript;
mod jinja;
mod jsl;
mod json;
mod json5;
mod json_doc;
mod jsonnet;
mod jsp;
mod jsx;
mod julia;
mod kotlin;
mod lasso;
mod lean;
mod liquid;
mod literate_coffeescript;
mod literate_haskell;
mod livescript;
mod llvm;
mod lua;
mod lustre;
mod lutin;
mod m68k;
mod magik;
mod make;
mod markdown;
mod mason;
mod mathematica;
mod matlab;
mod meson;
mod minizinc;
mod mojo;
mod moonscript;
mod mosel;
mod msgtrans;
mod mxml;
mod nasm;
mod nesasm;
mod nginx;
mod nial;
mod nim;
mod nix;
mod objective_c;
mod objective_cpp;
mod ocaml;
mod ocl;
mod openedge;
mod opentype_feature_file;
mod p4;
mod pascal;
mod perl;
mod php;
mod plist;
mod plsql;
mod pony;
mod postscript;
mod powershell;
mod praat;
mod prolog;
mod prometheus;
mod properties;
mod protobuf;
mod puppet;
mod python;
mod q;
mod qml;
mod r;
mod racket;
mod reasonml;
mod rego;
mod rescript;
mod rml;
mod robot_framework;
mod ruby;
mod rust;
mod sas;
mod sass;
mod scala;
mod scheme;
mod scss;
mod sed;
mod shell;
mod sieve;
mod slice;
mod slim;
mod smalltalk;
mod smarty;
mod sml;
mod sparql;
mod sqf;
mod sql;
mod ssh;
mod stan;
mod stata;
mod supercollider;
mod svelte;
mod swift;
mod systemd;
mod syzlang;
mod syzprog;
mod tap;
mod tcl;
mod terraform;
mod tex;
mod toml;
mod tsx;
mod ttcn3;
mod tulip;
mod turtle;
mod twig;
mod typescript;
mod vala;
mod vb;
mod vcl;
mod velocity;
mod verilog;
mod vhdl;
mod viml;
mod vue;
mod wollok;
mod xml;
mod xojo;
mod xpath;
mod xquery;
mod yaml;
mod yang;
mod zig;

/// How a language's text is read.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// It is left as it is.
    Plain,
    /// By states and rules.
    Rules(fn() -> Grammar),
    /// By a function of its own.
    Own(fn(&mut Machine, &str, &mut dyn Sink)),
}

const fn row(
    tag: &'static str,
    title: &'static str,
    aliases: &'static [&'static str],
    filenames: &'static [&'static str],
    way: Way,
) -> Lexer {
    Lexer {
        tag,
        title,
        aliases,
        filenames,
        way,
        language: OnceLock::new(),
    }
}

/// The place of `plaintext` among them, which stands in where there is no other.
pub(super) const PLAIN_TEXT: usize = 158;

/// All languages in the order in which Rouge registers them: tag, title, aliases, names of files, and how they are read.
#[rustfmt::skip]
pub(super) static LEXERS: [Lexer; 228] = [
    row("abap", "ABAP", &[], &["*.abap"], Way::Rules(abap::grammar)),
    row("actionscript", "ActionScript", &["as", "as3"], &["*.as"], Way::Rules(actionscript::grammar)),
    row("ada", "Ada", &[], &["*.ada", "*.ads", "*.adb", "*.adc", "*.gpr"], Way::Rules(ada::grammar)),
    row("apache", "Apache", &[], &[".htaccess", "httpd.conf"], Way::Rules(apache::grammar)),
    row("apex", "Apex", &[], &["*.cls"], Way::Rules(apex::grammar)),
    row("markdown", "Markdown", &["md", "mkd"], &["*.markdown", "*.md", "*.mkd"], Way::Rules(markdown::grammar)),
    row("apiblueprint", "API Blueprint", &["apib"], &["*.apib"], Way::Rules(apiblueprint::grammar)),
    row("applescript", "AppleScript", &[], &["*.applescript", "*.scpt"], Way::Rules(applescript::grammar)),
    row("armasm", "ArmAsm", &[], &["*.s"], Way::Rules(armasm::grammar)),
    row("augeas", "Augeas", &["aug"], &["*.aug"], Way::Rules(augeas::grammar)),
    row("awk", "Awk", &[], &["*.awk"], Way::Rules(awk::grammar)),
    row("batchfile", "Batchfile", &["bat", "batch", "dosbatch", "winbatch"], &["*.bat", "*.cmd"], Way::Rules(batchfile::grammar)),
    row("bbcbasic", "BBCBASIC", &[], &["*,fd1"], Way::Rules(bbcbasic::grammar)),
    row("bibtex", "BibTeX", &["bib"], &["*.bib"], Way::Rules(bibtex::grammar)),
    row("bicep", "Bicep", &[], &["*.bicep"], Way::Rules(bicep::grammar)),
    row("xml", "XML", &[], &["*.xml", "*.xsl", "*.rss", "*.xslt", "*.xsd", "*.wsdl", "*.svg", "*.plist"], Way::Rules(xml::grammar)),
    row("biml", "BIML", &[], &["*.biml"], Way::Rules(biml::grammar)),
    row("bpf", "BPF", &[], &[], Way::Rules(bpf::grammar)),
    row("brainfuck", "Brainfuck", &["bf"], &["*.b", "*.bf"], Way::Rules(brainfuck::grammar)),
    row("brightscript", "BrightScript", &["bs", "brs"], &["*.brs"], Way::Rules(brightscript::grammar)),
    row("bsl", "1C (BSL)", &[], &["*.bsl", "*.os"], Way::Rules(bsl::grammar)),
    row("c", "C", &[], &["*.c", "*.h", "*.idc"], Way::Rules(c::grammar)),
    row("ceylon", "Ceylon", &[], &["*.ceylon"], Way::Rules(ceylon::grammar)),
    row("cfscript", "CFScript", &["cfc"], &["*.cfc"], Way::Rules(cfscript::grammar)),
    row("cisco_ios", "Cisco IOS", &[], &["*.cfg"], Way::Rules(cisco_ios::grammar)),
    row("clean", "Clean", &[], &["*.dcl", "*.icl"], Way::Rules(clean::grammar)),
    row("clojure", "Clojure", &["clj", "cljs"], &["*.clj", "*.cljs", "*.cljc", "build.boot", "*.edn"], Way::Rules(clojure::grammar)),
    row("cmake", "CMake", &[], &["CMakeLists.txt", "*.cmake"], Way::Rules(cmake::grammar)),
    row("cmhg", "CMHG", &[], &["*.cmhg"], Way::Rules(cmhg::grammar)),
    row("cobol", "COBOL", &[], &["*.cob", "*.cbl", "*.cpy", "*.cpb"], Way::Rules(cobol::grammar)),
    row("codeowners", "CODEOWNERS", &[], &["CODEOWNERS"], Way::Rules(codeowners::grammar)),
    row("coffeescript", "CoffeeScript", &["coffee", "coffee-script"], &["*.coffee", "Cakefile"], Way::Rules(coffeescript::grammar)),
    row("common_lisp", "Common Lisp", &["cl", "common-lisp", "elisp", "emacs-lisp", "lisp"], &["*.cl", "*.lisp", "*.asd", "*.el"], Way::Rules(common_lisp::grammar)),
    row("conf", "Config File", &["config", "configuration"], &["*.conf", "*.config"], Way::Rules(conf::grammar)),
    row("console", "Console", &["terminal", "shell_session", "shell-session"], &["*.cap"], Way::Own(console::run)),
    row("coq", "Coq", &[], &[], Way::Rules(coq::grammar)),
    row("cpp", "C++", &["c++"], &["*.cpp", "*.hpp", "*.c++", "*.h++", "*.cc", "*.hh", "*.cxx", "*.hxx", "*.pde", "*.ino", "*.tpp", "*.h"], Way::Rules(cpp::grammar)),
    row("crystal", "Crystal", &["cr"], &["*.cr"], Way::Rules(crystal::grammar)),
    row("csharp", "C#", &["c#", "cs"], &["*.cs"], Way::Rules(csharp::grammar)),
    row("css", "CSS", &[], &["*.css"], Way::Rules(css::grammar)),
    row("csvs", "csvs", &[], &["*.csvs"], Way::Rules(csvs::grammar)),
    row("cuda", "CUDA", &[], &["*.cu", "*.cuh"], Way::Rules(cuda::grammar)),
    row("cypher", "Cypher", &[], &["*.cypher"], Way::Rules(cypher::grammar)),
    row("python", "Python", &["py"], &["*.py", "*.pyi", "*.pyw", "*.sc", "SConstruct", "SConscript", "*.tac", "*.bzl", "BUCK", "BUILD", "BUILD.bazel", "WORKSPACE"], Way::Rules(python::grammar)),
    row("cython", "Cython", &["pyx", "pyrex"], &["*.pyx", "*.pxd", "*.pxi"], Way::Rules(cython::grammar)),
    row("d", "D", &["dlang"], &["*.d", "*.di"], Way::Rules(d::grammar)),
    row("dafny", "Dafny", &[], &["*.dfy"], Way::Rules(dafny::grammar)),
    row("dart", "Dart", &[], &["*.dart"], Way::Rules(dart::grammar)),
    row("datastudio", "Datastudio", &[], &["*.job"], Way::Rules(datastudio::grammar)),
    row("diff", "diff", &["patch", "udiff"], &["*.diff", "*.patch"], Way::Rules(diff::grammar)),
    row("yaml", "YAML", &["yml"], &["*.yaml", "*.yml"], Way::Rules(yaml::grammar)),
    row("digdag", "digdag", &[], &["*.dig"], Way::Rules(digdag::grammar)),
    row("docker", "Docker", &["dockerfile", "Dockerfile", "containerfile", "Containerfile"], &["Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.docker", "Containerfile", "Containerfile.*", "*.Containerfile"], Way::Rules(docker::grammar)),
    row("dot", "DOT", &["graphviz"], &["*.dot"], Way::Rules(dot::grammar)),
    row("ecl", "ECL", &[], &["*.ecl"], Way::Rules(ecl::grammar)),
    row("eex", "EEX", &["leex", "heex"], &["*.eex", "*.leex", "*.heex"], Way::Rules(eex::grammar)),
    row("eiffel", "Eiffel", &[], &["*.e"], Way::Rules(eiffel::grammar)),
    row("elixir", "Elixir", &["exs"], &["*.ex", "*.exs"], Way::Rules(elixir::grammar)),
    row("elm", "Elm", &[], &["*.elm"], Way::Rules(elm::grammar)),
    row("email", "Email", &["eml", "e-mail"], &["*.eml"], Way::Rules(email::grammar)),
    row("epp", "EPP", &[], &["*.epp"], Way::Rules(epp::grammar)),
    row("erb", "ERB", &["eruby", "rhtml"], &["*.erb", "*.erubis", "*.rhtml", "*.eruby"], Way::Rules(erb::grammar)),
    row("erlang", "Erlang", &["erl"], &["*.erl", "*.hrl"], Way::Rules(erlang::grammar)),
    row("escape", "Escape", &["esc"], &[], Way::Own(escape::run)),
    row("factor", "Factor", &[], &["*.factor"], Way::Rules(factor::grammar)),
    row("fluent", "Fluent", &["ftl"], &["*.ftl"], Way::Rules(fluent::grammar)),
    row("fortran", "Fortran", &[], &["*.f", "*.f90", "*.f95", "*.f03", "*.f08", "*.F", "*.F90", "*.F95", "*.F03", "*.F08"], Way::Rules(fortran::grammar)),
    row("freefem", "FreeFEM", &["ff"], &["*.edp", "*.idp"], Way::Rules(freefem::grammar)),
    row("fsharp", "FSharp", &[], &["*.fs", "*.fsi", "*.fsx"], Way::Rules(fsharp::grammar)),
    row("gdscript", "GDScript", &["gd"], &["*.gd"], Way::Rules(gdscript::grammar)),
    row("ghc-cmm", "GHC Cmm (C--)", &["cmm"], &["*.cmm", "*.dump-cmm", "*.dump-cmm-*"], Way::Rules(ghc_cmm::grammar)),
    row("ghc-core", "GHC Core", &[], &["*.dump-simpl", "*.dump-cse", "*.dump-ds", "*.dump-spec"], Way::Rules(ghc_core::grammar)),
    row("gherkin", "Gherkin", &["cucumber", "behat"], &["*.feature"], Way::Rules(gherkin::grammar)),
    row("javascript", "JavaScript", &["js"], &["*.cjs", "*.js", "*.mjs"], Way::Rules(javascript::grammar)),
    row("gjs", "Template Tag (gjs)", &[], &["*.gjs"], Way::Rules(gjs::grammar)),
    row("glsl", "GLSL", &[], &["*.glsl", "*.frag", "*.vert", "*.geom", "*.vs", "*.gs", "*.shader"], Way::Rules(glsl::grammar)),
    row("go", "Go", &["golang"], &["*.go"], Way::Rules(go::grammar)),
    row("groovy", "Groovy", &["nextflow", "nf"], &["*.groovy", "Jenkinsfile", "*.Jenkinsfile", "*.nf"], Way::Rules(groovy::grammar)),
    row("gradle", "Gradle", &[], &["*.gradle"], Way::Rules(gradle::grammar)),
    row("graphql", "Graphql", &[], &["*.graphql", "*.gql"], Way::Rules(graphql::grammar)),
    row("typescript", "TypeScript", &["ts"], &["*.ts", "*.d.ts", "*.cts", "*.mts"], Way::Rules(typescript::grammar)),
    row("gts", "Template Tag (gts)", &[], &["*.gts"], Way::Rules(gts::grammar)),
    row("php", "PHP", &["php3", "php4", "php5"], &["*.php", "*.php[345t]", "*.phtml", "*.module", "*.inc", "*.profile", "*.install", "*.test"], Way::Rules(php::grammar)),
    row("hack", "Hack", &["hh"], &["*.php", "*.hh"], Way::Rules(hack::grammar)),
    row("haml", "Haml", &["HAML"], &["*.haml"], Way::Rules(haml::grammar)),
    row("handlebars", "Handlebars", &["hbs", "mustache"], &["*.handlebars", "*.hbs", "*.mustache"], Way::Rules(handlebars::grammar)),
    row("haskell", "Haskell", &["hs"], &["*.hs", "*.hs-boot"], Way::Rules(haskell::grammar)),
    row("haxe", "Haxe", &["hx"], &["*.hx"], Way::Rules(haxe::grammar)),
    row("hcl", "Hashicorp Configuration Language", &[], &["*.hcl", "*.nomad"], Way::Rules(hcl::grammar)),
    row("hlsl", "HLSL", &[], &["*.hlsl", "*.hlsli"], Way::Rules(hlsl::grammar)),
    row("json", "JSON", &[], &["*.json", "Pipfile.lock"], Way::Rules(json::grammar)),
    row("hocon", "HOCON", &[], &["*.hocon"], Way::Rules(hocon::grammar)),
    row("sql", "SQL", &[], &["*.sql"], Way::Rules(sql::grammar)),
    row("hql", "HQL", &[], &["*.hql"], Way::Rules(hql::grammar)),
    row("html", "HTML", &[], &["*.htm", "*.html", "*.xhtml", "*.cshtml", "*.razor"], Way::Rules(html::grammar)),
    row("http", "HTTP", &[], &[], Way::Rules(http::grammar)),
    row("hylang", "HyLang", &["hy"], &["*.hy"], Way::Rules(hylang::grammar)),
    row("idlang", "IDL", &[], &["*.idl"], Way::Rules(idlang::grammar)),
    row("idris", "Idris", &["idr"], &["*.idr"], Way::Rules(idris::grammar)),
    row("iecst", "IEC 61131-3 Structured Text", &[], &["*.awl", "*.scl", "*.st"], Way::Rules(iecst::grammar)),
    row("igorpro", "IgorPro", &[], &["*.ipf"], Way::Rules(igorpro::grammar)),
    row("ini", "INI", &[], &["*.ini", "*.INI", "*.gitconfig", "*.cfg", ".editorconfig", "*.inf"], Way::Rules(ini::grammar)),
    row("io", "Io", &[], &["*.io"], Way::Rules(io::grammar)),
    row("irb", "Irb", &["pry"], &[], Way::Own(irb::run)),
    row("ruby", "Ruby", &["rb"], &["*.rb", "*.ruby", "*.rbw", "*.rake", "*.gemspec", "*.podspec", "Rakefile", "Guardfile", "Gemfile", "Capfile", "Podfile", "Vagrantfile", "*.ru", "*.prawn", "Berksfile", "*.arb", "Dangerfile", "Fastfile", "Deliverfile", "Appfile", "*.thor", "Thorfile"], Way::Rules(ruby::grammar)),
    row("irb_output", "Irb_output", &[], &[], Way::Rules(irb_output::grammar)),
    row("isabelle", "Isabelle", &["isa", "Isabelle"], &["*.thy"], Way::Rules(isabelle::grammar)),
    row("isbl", "ISBL", &[], &["*.isbl"], Way::Rules(isbl::grammar)),
    row("j", "J", &[], &["*.ijs", "*.ijt"], Way::Rules(j::grammar)),
    row("janet", "Janet", &["jdn"], &["*.janet", "*.jdn"], Way::Rules(janet::grammar)),
    row("java", "Java", &[], &["*.java"], Way::Rules(java::grammar)),
    row("jinja", "Jinja", &["django"], &[], Way::Rules(jinja::grammar)),
    row("jsl", "JSL", &[], &["*.jsl"], Way::Rules(jsl::grammar)),
    row("json5", "JSON 5", &[], &["*.json5"], Way::Rules(json5::grammar)),
    row("json-doc", "Json-doc", &["jsonc"], &[], Way::Rules(json_doc::grammar)),
    row("jsonnet", "Jsonnet", &[], &["*.jsonnet", "*.libsonnet"], Way::Rules(jsonnet::grammar)),
    row("jsp", "Jsp", &[], &["*.jsp"], Way::Rules(jsp::grammar)),
    row("jsx", "JSX", &["react"], &["*.jsx"], Way::Rules(jsx::grammar)),
    row("julia", "Julia", &["jl"], &["*.jl"], Way::Rules(julia::grammar)),
    row("kotlin", "Kotlin", &[], &["*.kt", "*.kts"], Way::Rules(kotlin::grammar)),
    row("lasso", "Lasso", &["lassoscript"], &["*.lasso", "*.lasso[89]"], Way::Rules(lasso::grammar)),
    row("lean", "Lean", &[], &["*.lean"], Way::Rules(lean::grammar)),
    row("liquid", "Liquid", &[], &["*.liquid"], Way::Rules(liquid::grammar)),
    row("literate_coffeescript", "Literate CoffeeScript", &["litcoffee"], &["*.litcoffee"], Way::Rules(literate_coffeescript::grammar)),
    row("literate_haskell", "Literate Haskell", &["lithaskell", "lhaskell", "lhs"], &["*.lhs"], Way::Rules(literate_haskell::grammar)),
    row("livescript", "LiveScript", &["ls"], &["*.ls"], Way::Rules(livescript::grammar)),
    row("llvm", "LLVM", &[], &["*.ll"], Way::Rules(llvm::grammar)),
    row("lua", "Lua", &[], &["*.lua", "*.wlua"], Way::Rules(lua::grammar)),
    row("lustre", "Lustre", &[], &["*.lus"], Way::Rules(lustre::grammar)),
    row("lutin", "Lutin", &[], &["*.lut"], Way::Rules(lutin::grammar)),
    row("m68k", "M68k", &[], &[], Way::Rules(m68k::grammar)),
    row("magik", "Magik", &[], &["*.magik"], Way::Rules(magik::grammar)),
    row("make", "Make", &["makefile", "mf", "gnumake", "bsdmake"], &["*.make", "*.mak", "*.mk", "Makefile", "makefile", "Makefile.*", "GNUmakefile", "*,fe1"], Way::Rules(make::grammar)),
    row("mason", "Mason", &[], &["*.mi", "*.mc", "*.mas", "*.m", "*.mhtml", "*.mcomp", "autohandler", "dhandler"], Way::Rules(mason::grammar)),
    row("mathematica", "Mathematica", &["wl", "wolfram"], &["*.m", "*.wl"], Way::Rules(mathematica::grammar)),
    row("matlab", "MATLAB", &["m"], &["*.m"], Way::Rules(matlab::grammar)),
    row("meson", "Meson", &[], &["meson.build", "meson_options.txt"], Way::Rules(meson::grammar)),
    row("minizinc", "MiniZinc", &[], &["*.mzn", "*.fzn", "*.dzn"], Way::Rules(minizinc::grammar)),
    row("mojo", "Mojo", &[], &["*.mojo", "*.🔥"], Way::Rules(mojo::grammar)),
    row("moonscript", "MoonScript", &["moon"], &["*.moon"], Way::Rules(moonscript::grammar)),
    row("mosel", "Mosel", &[], &["*.mos"], Way::Rules(mosel::grammar)),
    row("msgtrans", "MessageTrans", &[], &["Messages", "Message[0-9]", "Message[1-9][0-9]", "Message[1-9][0-9][0-9]"], Way::Rules(msgtrans::grammar)),
    row("mxml", "MXML", &[], &["*.mxml"], Way::Rules(mxml::grammar)),
    row("nasm", "Nasm", &[], &["*.asm"], Way::Rules(nasm::grammar)),
    row("nesasm", "NesAsm", &["nes"], &["*.nesasm"], Way::Rules(nesasm::grammar)),
    row("nginx", "nginx", &[], &["nginx.conf"], Way::Rules(nginx::grammar)),
    row("nial", "Nial", &[], &["*.ndf", "*.nlg"], Way::Rules(nial::grammar)),
    row("nim", "Nim", &["nimrod"], &["*.nim"], Way::Rules(nim::grammar)),
    row("nix", "Nix", &["nixos"], &["*.nix"], Way::Rules(nix::grammar)),
    row("objective_c", "Objective-C", &["objc", "obj-c", "obj_c", "objectivec", "objective-c"], &["*.m", "*.h"], Way::Rules(objective_c::grammar)),
    row("objective_cpp", "Objective-C++", &["objcpp", "obj-cpp", "obj_cpp", "objectivecpp", "objc++", "obj-c++", "obj_c++", "objectivec++"], &["*.mm", "*.h"], Way::Rules(objective_cpp::grammar)),
    row("ocaml", "OCaml", &[], &["*.ml", "*.mli", "*.mll", "*.mly"], Way::Rules(ocaml::grammar)),
    row("ocl", "OCL", &["OCL"], &["*.ocl"], Way::Rules(ocl::grammar)),
    row("openedge", "OpenEdge ABL", &["abl"], &["*.w", "*.i", "*.p", "*.cls", "*.df"], Way::Rules(openedge::grammar)),
    row("opentype_feature_file", "OpenType Feature File", &["fea", "opentype", "opentypefeature"], &["*.fea"], Way::Rules(opentype_feature_file::grammar)),
    row("p4", "P4", &[], &["*.p4"], Way::Rules(p4::grammar)),
    row("pascal", "Pascal", &[], &["*.pas", "*.lpr", "*.pp"], Way::Rules(pascal::grammar)),
    row("perl", "Perl", &["pl"], &["*.pl", "*.pm", "*.t"], Way::Rules(perl::grammar)),
    row("plaintext", "Plain Text", &["text"], &["*.txt", "Messages"], Way::Plain),
    row("plist", "Plist", &[], &["*.plist", "*.pbxproj"], Way::Rules(plist::grammar)),
    row("plsql", "PLSQL", &[], &["*.pls", "*.typ", "*.tps", "*.tpb", "*.pks", "*.pkb", "*.pkg", "*.trg"], Way::Rules(plsql::grammar)),
    row("pony", "Pony", &[], &["*.pony"], Way::Rules(pony::grammar)),
    row("postscript", "PostScript", &["postscr", "ps", "eps"], &["*.ps", "*.eps"], Way::Rules(postscript::grammar)),
    row("powershell", "powershell", &["posh", "microsoftshell", "msshell"], &["*.ps1", "*.psm1", "*.psd1", "*.psrc", "*.pssc"], Way::Rules(powershell::grammar)),
    row("praat", "Praat", &[], &["*.praat", "*.proc", "*.psc"], Way::Rules(praat::grammar)),
    row("prolog", "Prolog", &[], &["*.pro", "*.P", "*.prolog", "*.pl"], Way::Rules(prolog::grammar)),
    row("prometheus", "Prometheus", &[], &["*.prometheus"], Way::Rules(prometheus::grammar)),
    row("properties", ".properties", &[], &["*.properties"], Way::Rules(properties::grammar)),
    row("protobuf", "Protobuf", &["proto"], &["*.proto"], Way::Rules(protobuf::grammar)),
    row("puppet", "Puppet", &["pp"], &["*.pp"], Way::Rules(puppet::grammar)),
    row("q", "Q", &["kdb+"], &["*.q"], Way::Rules(q::grammar)),
    row("qml", "QML", &[], &["*.qml"], Way::Rules(qml::grammar)),
    row("r", "R", &["R", "s", "S"], &["*.R", "*.r", ".Rhistory", ".Rprofile"], Way::Rules(r::grammar)),
    row("racket", "Racket", &[], &["*.rkt", "*.rktd", "*.rktl"], Way::Rules(racket::grammar)),
    row("reasonml", "ReasonML", &[], &["*.re", "*.rei"], Way::Rules(reasonml::grammar)),
    row("rego", "Rego", &[], &["*.rego"], Way::Rules(rego::grammar)),
    row("rescript", "ReScript", &[], &["*.res", "*.resi"], Way::Rules(rescript::grammar)),
    row("rml", "RML", &[], &["*.rml"], Way::Rules(rml::grammar)),
    row("robot_framework", "Robot Framework", &["robot", "robot-framework"], &["*.robot", "*.resource"], Way::Rules(robot_framework::grammar)),
    row("rust", "Rust", &["rs", "rust,no_run", "rs,no_run", "rust,ignore", "rs,ignore", "rust,should_panic", "rs,should_panic"], &["*.rs"], Way::Rules(rust::grammar)),
    row("sas", "SAS", &[], &["*.sas"], Way::Rules(sas::grammar)),
    row("sass", "Sass", &[], &["*.sass"], Way::Rules(sass::grammar)),
    row("scala", "Scala", &[], &["*.scala", "*.sbt"], Way::Rules(scala::grammar)),
    row("scheme", "Scheme", &[], &["*.scm", "*.ss"], Way::Rules(scheme::grammar)),
    row("scss", "SCSS", &[], &["*.scss"], Way::Rules(scss::grammar)),
    row("sed", "sed", &[], &["*.sed"], Way::Rules(sed::grammar)),
    row("shell", "shell", &["bash", "zsh", "ksh", "sh"], &["*.sh", "*.bash", "*.zsh", "*.ksh", ".bashrc", ".kshrc", ".profile", ".zshenv", ".zprofile", ".zshrc", ".zlogin", ".zlogout", "zshenv", "zprofile", "zshrc", "zlogin", "zlogout", "APKBUILD", "PKGBUILD", "*.ebuild", "*.eclass", "*.exheres-0", "*.exlib"], Way::Rules(shell::grammar)),
    row("sieve", "Sieve", &[], &["*.sieve"], Way::Rules(sieve::grammar)),
    row("slice", "Slice", &[], &["*.ice"], Way::Rules(slice::grammar)),
    row("slim", "Slim", &[], &["*.slim"], Way::Rules(slim::grammar)),
    row("smalltalk", "Smalltalk", &["st", "squeak"], &["*.st"], Way::Rules(smalltalk::grammar)),
    row("smarty", "Smarty", &[], &["*.tpl", "*.smarty"], Way::Rules(smarty::grammar)),
    row("sml", "SML", &["ml"], &["*.sml", "*.sig", "*.fun"], Way::Rules(sml::grammar)),
    row("sparql", "SPARQL", &[], &["*.rq"], Way::Rules(sparql::grammar)),
    row("sqf", "SQF", &[], &["*.sqf"], Way::Rules(sqf::grammar)),
    row("ssh", "SSH Config File", &[], &["ssh_config"], Way::Rules(ssh::grammar)),
    row("stan", "Stan", &[], &["*.stan", "*.stanfunctions"], Way::Rules(stan::grammar)),
    row("stata", "Stata", &[], &["*.do", "*.ado"], Way::Rules(stata::grammar)),
    row("supercollider", "SuperCollider", &[], &["*.sc", "*.scd"], Way::Rules(supercollider::grammar)),
    row("svelte", "Svelte", &[], &["*.svelte"], Way::Rules(svelte::grammar)),
    row("swift", "Swift", &[], &["*.swift"], Way::Rules(swift::grammar)),
    row("systemd", "Systemd", &["unit-file"], &["*.service"], Way::Rules(systemd::grammar)),
    row("syzlang", "Syzlang", &[], &[], Way::Rules(syzlang::grammar)),
    row("syzprog", "Syzprog", &[], &[], Way::Rules(syzprog::grammar)),
    row("tap", "TAP", &[], &["*.tap"], Way::Rules(tap::grammar)),
    row("tcl", "Tcl", &[], &["*.tcl"], Way::Rules(tcl::grammar)),
    row("terraform", "Terraform", &["tf"], &["*.tf", "*.tfvars", "*.tofu"], Way::Rules(terraform::grammar)),
    row("tex", "TeX", &["TeX", "LaTeX", "latex"], &["*.tex", "*.aux", "*.toc", "*.sty", "*.cls"], Way::Rules(tex::grammar)),
    row("toml", "TOML", &[], &["*.toml", "Pipfile", "poetry.lock"], Way::Rules(toml::grammar)),
    row("tsx", "TSX", &[], &["*.tsx"], Way::Rules(tsx::grammar)),
    row("ttcn3", "TTCN3", &[], &["*.ttcn", "*.ttcn3"], Way::Rules(ttcn3::grammar)),
    row("tulip", "Tulip", &[], &["*.tlp"], Way::Rules(tulip::grammar)),
    row("turtle", "Turtle/TriG", &[], &["*.ttl", "*.trig"], Way::Rules(turtle::grammar)),
    row("twig", "Twig", &[], &["*.twig"], Way::Rules(twig::grammar)),
    row("vala", "Vala", &[], &["*.vala", "*.vapi"], Way::Rules(vala::grammar)),
    row("vcl", "VCL: Varnish Configuration Language", &["varnishconf", "varnish"], &["*.vcl"], Way::Rules(vcl::grammar)),
    row("vb", "Visual Basic", &["visualbasic"], &["*.vbs", "*.vb"], Way::Rules(vb::grammar)),
    row("velocity", "Velocity", &[], &["*.vm", "*.velocity", "*.fhtml"], Way::Rules(velocity::grammar)),
    row("verilog", "Verilog and System Verilog", &[], &["*.v", "*.sv", "*.svh"], Way::Rules(verilog::grammar)),
    row("vhdl", "VHDL 2008", &[], &["*.vhd", "*.vhdl", "*.vho"], Way::Rules(vhdl::grammar)),
    row("viml", "VimL", &["vim", "vimscript", "ex"], &["*.vim", "*.vba", ".vimrc", ".exrc", ".gvimrc", "_vimrc", "_exrc", "_gvimrc"], Way::Rules(viml::grammar)),
    row("vue", "Vue", &["vuejs"], &["*.vue"], Way::Rules(vue::grammar)),
    row("wollok", "Wollok", &[], &["*.wlk", "*.wtest", "*.wpgm"], Way::Rules(wollok::grammar)),
    row("xojo", "Xojo", &["realbasic"], &["*.xojo_code", "*.xojo_window", "*.xojo_toolbar", "*.xojo_menu", "*.xojo_image", "*.rbbas", "*.rbfrm", "*.rbmnu", "*.rbres", "*.rbtbar"], Way::Rules(xojo::grammar)),
    row("xpath", "XPath", &[], &["*.xpath"], Way::Rules(xpath::grammar)),
    row("xquery", "XQuery", &[], &["*.xquery", "*.xq", "*.xqm"], Way::Rules(xquery::grammar)),
    row("yang", "YANG", &[], &["*.yang"], Way::Rules(yang::grammar)),
    row("zig", "Zig", &["zir"], &["*.zig"], Way::Rules(zig::grammar)),
];
