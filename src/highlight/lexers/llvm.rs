//! LLVM's intermediate representation.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "aarch64_sve_vector_pcs aarch64_vector_pcs acq_rel acquire addrspace afn alias aliasee align \
    alignLog2 alignstack allOnes allocalign allocptr allocsize alwaysInline alwaysinline amdgpu_cs amdgpu_es \
    amdgpu_gfx amdgpu_gs amdgpu_hs amdgpu_kernel amdgpu_ls amdgpu_ps amdgpu_vs any anyregcc appending arcp argmemonly \
    args arm_aapcs_vfpcc arm_aapcscc arm_apcscc asm async atomic attributes available_externally avr_intrcc \
    avr_signalcc bit bitMask blockaddress blockcount branchFunnel builtin byArg byref byte byteArray byval c callee \
    caller calls canAutoHide catch cc ccc cfguard_checkcc cleanup cold coldcc comdat common constant contract \
    convergent critical cxx_fast_tlscc datalayout declare default define dereferenceable dereferenceable_or_null \
    disable_sanitizer_instrumentation distinct dllexport dllimport dsoLocal dso_local dso_local_equivalent \
    dso_preemptable elementtype eq exact exactmatch extern_weak external externally_initialized false fast fastcc \
    filter flags from funcFlags function gc ghccc global guid gv hasUnknownCall hash hhvm_ccc hhvmcc hidden hot \
    hotness ifunc immarg inaccessiblemem_or_argmemonly inaccessiblememonly inalloca inbounds indir info initialexec \
    inline inlineBits inlinehint inrange inreg insts intel_ocl_bicc inteldialect internal jumptable kind largest \
    linkage linkonce linkonce_odr live local_unnamed_addr localdynamic localexec max mayThrow min minsize module \
    monotonic msp430_intrcc mustBeUnreachable mustprogress musttail naked name nand ne nest ninf nnan noInline \
    noRecurse noUnwind no_cfi noalias nobuiltin nocallback nocapture nocf_check nodeduplicate noduplicate nofree \
    noimplicitfloat noinline nomerge none nonlazybind nonnull noprofile norecurse noredzone noreturn \
    nosanitize_bounds nosanitize_coverage nosync notEligibleToImport notail noundef nounwind nsw nsz null \
    null_pointer_is_valid nuw oeq offset oge ogt ole olt one opaque optforfuzzing optnone optsize ord param params \
    partition path personality poison preallocated prefix preserve_allcc preserve_mostcc private prologue protected \
    ptx_device ptx_kernel readNone readOnly readnone readonly reassoc refs relbf release resByArg returnDoesNotAlias \
    returned returns_twice safestack samesize sanitize_address sanitize_hwaddress sanitize_memory sanitize_memtag \
    sanitize_thread section seq_cst sge sgt shadowcallstack sideeffect signext single singleImpl singleImplName sizeM1 \
    sizeM1BitWidth sle slt source_filename speculatable speculative_load_hardening spir_func spir_kernel sret ssp \
    sspreq sspstrong strictfp summaries summary swiftasync swiftcc swifterror swiftself swifttailcc sync syncscope \
    tail tailcc target thread_local to triple true type typeCheckedLoadConstVCalls typeCheckedLoadVCalls typeIdInfo \
    typeTestAssumeConstVCalls typeTestAssumeVCalls typeTestRes typeTests typeid typeidCompatibleVTable ueq uge ugt ule \
    ult umax umin undef une uniformRetVal uniqueRetVal unknown unnamed_addr uno unordered unsat unwind uselistorder \
    uselistorder_bb uwtable vFuncId vTableFuncs varFlags variable vcall_visibility virtFunc virtualConstProp \
    visibility volatile vscale vscale_range weak weak_odr webkit_jscc willreturn win64cc within wpdRes wpdResolutions \
    writeonly x x86_64_sysvcc x86_fastcallcc x86_intrcc x86_regcallcc x86_stdcallcc x86_thiscallcc x86_vectorcallcc \
    xchg zeroext zeroinitializer";

const TYPES: &str = "bfloat double float fp128 half label metadata ppc_fp128 ptr token void x86_amx x86_fp80 x86_mmx";

const INSTRUCTIONS: &str = "add addrspacecast alloca and ashr atomicrmw bitcast br call callbr catchpad catchret \
    catchswitch cleanuppad cleanupret cmpxchg extractelement extractvalue fadd fcmp fdiv fence fmul fneg fpext fptosi \
    fptoui fptrunc freeze frem fsub getelementptr icmp indirectbr insertelement insertvalue inttoptr invoke landingpad \
    load lshr mul or phi ptrtoint resume ret sdiv select sext shl shufflevector sitofp srem store sub switch trunc \
    udiv uitofp unreachable urem va_arg xor zext";

const NAME: &str = r#"(?:[-a-zA-Z$._][-a-zA-Z$._0-9]*|"[^"]*?")"#;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Error,
        [
            (TYPES, KeywordType),
            (INSTRUCTIONS, Keyword),
            (KEYWORDS, Keyword),
        ],
    );
    Grammar::new().state(
        "root",
        [
            rule(";.*", CommentSingle),
            rule(r"\s+", Text),
            rule(format!(r"{NAME}\s*:"), NameLabel),
            rule(format!(r"@(?:{NAME}|\d+)|#\d+"), NameVariableGlobal),
            rule(format!(r"[%!](?:{NAME}|\d+)"), NameVariable),
            rule(r#"c?"[^"]*?""#, Str),
            rule("0[xX][a-fA-F0-9]+", Num),
            rule(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+(?:\.\d+)?)?", Num),
            rule(r"[=<>{}\[\]()*.,!]|x", Punctuation),
            rule(r"i[1-9]\d*", KeywordType),
            words(r"\w+", &names),
        ],
    )
}
