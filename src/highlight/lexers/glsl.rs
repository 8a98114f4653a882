//! GLSL, the shading language of OpenGL.

use super::c;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "attribute const uniform varying layout centroid flat smooth noperspective patch sample break \
    continue do for while switch case default if else subroutine in out inout invariant discard return struct precision";

const TYPES: &str = "float double int void bool true false lowp mediump highp mat2 mat3 mat4 dmat2 dmat3 dmat4 mat2x2 \
    mat2x3 mat2x4 dmat2x2 dmat2x3 dmat2x4 mat3x2 mat3x3 mat3x4 dmat3x2 dmat3x3 dmat3x4 mat4x2 mat4x3 mat4x4 dmat4x2 \
    dmat4x3 dmat4x4 vec2 vec3 vec4 ivec2 ivec3 ivec4 bvec2 bvec3 bvec4 dvec2 dvec3 dvec4 uint uvec2 uvec3 uvec4 \
    sampler1D sampler2D sampler3D samplerCube sampler1DShadow sampler2DShadow samplerCubeShadow sampler1DArray \
    sampler2DArray sampler1DArrayShadow sampler2DArrayShadow isampler1D isampler2D isampler3D isamplerCube \
    isampler1DArray isampler2DArray usampler1D usampler2D usampler3D usamplerCube usampler1DArray usampler2DArray \
    sampler2DRect sampler2DRectShadow isampler2DRect usampler2DRect samplerBuffer isamplerBuffer usamplerBuffer \
    sampler2DMS isampler2DMS usampler2DMS sampler2DMSArray isampler2DMSArray usampler2DMSArray samplerCubeArray \
    samplerCubeArrayShadow isamplerCubeArray usamplerCubeArray";

const RESERVED: &str = "common partition active asm class union enum typedef template this packed goto inline noinline \
    volatile public static extern external interface long short half fixed unsigned superp input output hvec2 hvec3 \
    hvec4 fvec2 fvec3 fvec4 sampler3DRect filter image1D image2D image3D imageCube iimage1D iimage2D iimage3D \
    iimageCube uimage1D uimage2D uimage3D uimageCube image1DArray image2DArray iimage1DArray iimage2DArray \
    uimage1DArray uimage2DArray image1DShadow image2DShadow image1DArrayShadow image2DArrayShadow imageBuffer \
    iimageBuffer uimageBuffer sizeof cast namespace using row_major";

/// The variables of OpenGL, without their prefix.
const BUILTINS: &str = "VertexID InstanceID PerVertex Position PointSize ClipDistance PrimitiveIDIn InvocationID \
    PrimitiveID Layer ViewportIndex MaxPatchVertices PatchVerticesIn TessLevelOuter TessLevelInner TessCoord FragCoord \
    FrontFacing PointCoord SampleID SamplePosition FragColor FragData MaxDrawBuffers FragDepth SampleMask ClipVertex \
    FrontColor BackColor FrontSecondaryColor BackSecondaryColor TexCoord FogFragCoord Color SecondaryColor Normal \
    MultiTexCord0 MultiTexCord1 MultiTexCord2 MultiTexCord3 MultiTexCord4 MultiTexCord5 MultiTexCord6 MultiTexCord7 \
    FogCoord MaxVertexAttribs MaxVertexUniformComponents MaxVaryingFloats MaxVaryingComponents \
    MaxVertexOutputComponents MaxGeometryInputComponents MaxGeometryOutputComponents MaxFragmentInputComponents \
    MaxVertexTextureImageUnits MaxCombinedTextureImageUnits MaxTextureImageUnits MaxFragmentUniformComponents \
    MaxClipDistances MaxGeometryTextureImageUnits MaxGeometryUniformComponents MaxGeometryVaryingComponents \
    MaxTessControlInputComponents MaxTessControlOutputComponents MaxTessControlTextureImageUnits \
    MaxTessControlUniformComponents MaxTessControlTotalOutputComponents MaxTessEvaluationInputComponents \
    MaxTessEvaluationOutputComponents MaxTessEvaluationTextureImageUnits MaxTessEvaluationUniformComponents \
    MaxTessPatchComponents MaxTessGenLevel MaxViewports MaxVertexUniformVectors MaxFragmentUniformVectors \
    MaxVaryingVectors MaxTextureUnits MaxTextureCoords MaxClipPlanes DepthRange DepthRangeParameters ModelViewMatrix \
    ProjectionMatrix ModelViewProjectionMatrix TextureMatrix NormalMatrix ModelViewMatrixInverse \
    ProjectionMatrixInverse ModelViewProjectionMatrixInverse TextureMatrixInverse ModelViewMatrixTranspose \
    ModelViewProjectionMatrixTranspose TextureMatrixTranspose ModelViewMatrixInverseTranspose \
    ProjectionMatrixInverseTranspose ModelViewProjectionMatrixInverseTranspose TextureMatrixInverseTranspose \
    NormalScale ClipPlane PointParameters Point MaterialParameters FrontMaterial BackMaterial LightSourceParameters \
    LightSource MaxLights LightModelParameters LightModel LightModelProducts FrontLightModelProduct \
    BackLightModelProduct LightProducts FrontLightProduct BackLightProduct TextureEnvColor EyePlaneS EyePlaneT \
    EyePlaneR EyePlaneQ ObjectPlaneS ObjectPlaneT ObjectPlaneR ObjectPlaneQ FogParameters Fog";

pub(in crate::highlight) fn grammar() -> Grammar {
    let builtins: String = BUILTINS
        .split_ascii_whitespace()
        .map(|name| format!("gl_{name} "))
        .collect();
    c::with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (RESERVED, KeywordReserved),
            (&builtins, NameBuiltin),
        ],
    ))
}
