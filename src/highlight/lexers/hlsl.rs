//! HLSL, the shading language of DirectX.

use super::c::{self, ID};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "asm asm_fragment break case cbuffer centroid class column_major compile compile_fragment const \
    continue default discard do else export extern for fxgroup globallycoherent groupshared if in inline inout \
    interface line lineadj linear namespace nointerpolation noperspective NULL out packoffset pass pixelfragment point \
    precise return register row_major sample sampler shared stateblock stateblock_state static struct switch tbuffer \
    technique technique10 technique11 texture typedef triangle uniform vertexfragment volatile while";

const TYPES: &str = "dword matrix snorm string unorm unsigned void vector BlendState Buffer ByteAddressBuffer \
    ComputeShader DepthStencilState DepthStencilView DomainShader GeometryShader HullShader InputPatch LineStream \
    OutputPatch PixelShader PointStream RasterizerState RenderTargetView RasterizerOrderedBuffer \
    RasterizerOrderedByteAddressBuffer RasterizerOrderedStructuredBuffer RasterizerOrderedTexture1D \
    RasterizerOrderedTexture1DArray RasterizerOrderedTexture2D RasterizerOrderedTexture2DArray \
    RasterizerOrderedTexture3D RWBuffer RWByteAddressBuffer RWStructuredBuffer RWTexture1D RWTexture1DArray \
    RWTexture2D RWTexture2DArray RWTexture3D SamplerState SamplerComparisonState StructuredBuffer Texture1D \
    Texture1DArray Texture2D Texture2DArray Texture2DMS Texture2DMSArray Texture3D TextureCube TextureCubeArray \
    TriangleStream VertexShader int1 int2 int3 int4 bool1 bool2 bool3 bool4 BOOL1 BOOL2 BOOL3 BOOL4 half1 half2 half3 \
    half4 float1 float2 float3 float4 double1 double2 double3 double4";

/// What matrices may hold; a matrix of them has its size behind the name: `float4x4`.
const IN_MATRICES: [&str; 6] = ["bool", "BOOL", "half", "int", "float", "double"];

const RESERVED: &str = "auto catch char const_cast delete dynamic_cast enum explicit friend goto long mutable new \
    operator private protected public reinterpret_cast short signed sizeof static_cast template this throw try \
    typename union unsigned using virtual";

const FUNCTIONS: &str = "abort abs acos all AllMemoryBarrier AllMemoryBarrierWithGroupSync any AppendStructuredBuffer \
    asdouble asfloat asin asint asuint atan atan2 ceil CheckAccessFullyMapped clamp clip CompileShader \
    ConsumeStructuredBuffer cos cosh countbits cross D3DCOLORtoUBYTE4 ddx ddx_coarse ddx_fine ddy ddy_coarse ddy_fine \
    degrees determinant DeviceMemoryBarrier DeviceMemoryBarrierWithGroupSync distance dot dst errorf \
    EvaluateAttributeAtCentroid EvaluateAttributeAtSample EvaluateAttributeSnapped exp exp2 f16tof32 f32tof16 \
    faceforward firstbithigh firstbitlow floor fma fmod frac frexp fwidth GetRenderTargetSampleCount \
    GetRenderTargetSamplePosition GlobalOrderedCountIncrement GroupMemoryBarrier GroupMemoryBarrierWithGroupSync \
    InterlockedAdd InterlockedAnd InterlockedCompareExchange InterlockedCompareStore InterlockedExchange \
    InterlockedMax InterlockedMin InterlockedOr InterlockedXor isfinite isinf isnan ldexp length lerp lit log log10 \
    log2 mad max min modf msad4 mul noise normalize pow printf Process2DQuadTessFactorsAvg Process2DQuadTessFactorsMax \
    Process2DQuadTessFactorsMin ProcessIsolineTessFactors ProcessQuadTessFactorsAvg ProcessQuadTessFactorsMax \
    ProcessQuadTessFactorsMin ProcessTriTessFactorsAvg ProcessTriTessFactorsMax ProcessTriTessFactorsMin \
    QuadReadLaneAt QuadSwapX QuadSwapY radians rcp reflect refract reversebits round rsqrt saturate sign sin sincos \
    sinh smoothstep sqrt step tan tanh tex1D tex1Dbias tex1Dgrad tex1Dlod tex1Dproj tex2D tex2Dbias tex2Dgrad tex2Dlod \
    tex2Dproj tex3D tex3Dbias tex3Dgrad tex3Dlod tex3Dproj texCUBE texCUBEbias texCUBEgrad texCUBElod texCUBEproj \
    transpose trunc WaveAllBitAnd WaveAllMax WaveAllMin WaveAllBitOr WaveAllBitXor WaveAllEqual WaveAllProduct \
    WaveAllSum WaveAllTrue WaveAnyTrue WaveBallot WaveGetLaneCount WaveGetLaneIndex WaveGetOrderedIndex \
    WaveIsHelperLane WaveOnce WavePrefixProduct WavePrefixSum WaveReadFirstLane WaveReadLaneAt";

const SEMANTICS: &str = "SV_CLIPDISTANCE SV_CLIPDISTANCE0 SV_CLIPDISTANCE1 SV_CULLDISTANCE SV_CULLDISTANCE0 \
    SV_CULLDISTANCE1 SV_COVERAGE SV_DEPTH SV_DEPTHGREATEREQUAL SV_DEPTHLESSEQUAL SV_DISPATCHTHREADID SV_DOMAINLOCATION \
    SV_GROUPID SV_GROUPINDEX SV_GROUPTHREADID SV_GSINSTANCEID SV_INNERCOVERAGE SV_INSIDETESSFACTOR SV_INSTANCEID \
    SV_ISFRONTFACE SV_OUTPUTCONTROLPOINTID SV_POSITION SV_PRIMITIVEID SV_RENDERTARGETARRAYINDEX SV_SAMPLEINDEX \
    SV_STENCILREF SV_TESSFACTOR SV_VERTEXID SV_VIEWPORTARRAYINDEX BINORMAL BINORMAL0 BINORMAL1 BINORMAL2 BINORMAL3 \
    BINORMAL4 BLENDINDICES0 BLENDINDICES1 BLENDINDICES2 BLENDINDICES3 BLENDINDICES4 BLENDWEIGHT0 BLENDWEIGHT1 \
    BLENDWEIGHT2 BLENDWEIGHT3 BLENDWEIGHT4 COLOR COLOR0 COLOR1 COLOR2 COLOR3 COLOR4 NORMAL NORMAL0 NORMAL1 NORMAL2 \
    NORMAL3 NORMAL4 POSITION POSITION0 POSITION1 POSITION2 POSITION3 POSITION4 POSITIONT PSIZE0 PSIZE1 PSIZE2 PSIZE3 \
    PSIZE4 TANGENT TANGENT0 TANGENT1 TANGENT2 TANGENT3 TANGENT4 TESSFACTOR0 TESSFACTOR1 TESSFACTOR2 TESSFACTOR3 \
    TESSFACTOR4 TEXCOORD0 TEXCOORD1 TEXCOORD2 TEXCOORD3 TEXCOORD4 FOG PSIZE VFACE VPOS DEPTH0 DEPTH1 DEPTH2 DEPTH3 \
    DEPTH4";

const ATTRIBUTES: &str = "allow_uav_condition branch call domain earlydepthstencil fastopt flatten forcecase instance \
    loop maxtessfactor numthreads outputcontrolpoints outputtopology partitioning patchconstantfunc unroll";

pub(in crate::highlight) fn grammar() -> Grammar {
    let mut matrices = String::new();
    for of in IN_MATRICES {
        for size in 0..16 {
            matrices.push_str(&format!("{of}{}x{} ", size / 4 + 1, size % 4 + 1));
        }
    }
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (&matrices, KeywordType),
            (RESERVED, KeywordReserved),
            (FUNCTIONS, NameBuiltin),
            (SEMANTICS, NameBuiltin),
            (ATTRIBUTES, NameBuiltin),
        ],
    );
    let space = r"(?:\s|//.*?\n|/\*.*?\*/)*";
    c::with_words(&names).state(
        "root",
        [
            include("space_in_declaration"),
            // What a function returns or takes may have a meaning behind a colon.
            call(
                format!(r"([\w*\s]+?[\s*])({ID})(\s*\([^;]*?\)(?:\s*:\s+{ID})?)({space})([{{;])"),
                c::function_head,
            ),
            rule(r"\{", Punctuation).push("function"),
            include("statements"),
        ],
    )
}
