//! Gradle: Groovy with the words of a build.

use super::groovy;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const BLOCKS: &str = "allprojects artifacts buildscript configuration dependencies repositories sourceSets subprojects \
    publishing";

const TYPES: &str = "Project Task Gradle Settings Script JavaToolChain SourceSet SourceSetOutput \
    IncrementalTaskInputs Configuration ResolutionStrategy ArtifactResolutionQuery ComponentSelection \
    ComponentSelectionRules ConventionProperty ExtensionAware ExtraPropertiesExtension PublishingExtension \
    IvyPublication IvyArtifact IvyArtifactSet IvyModuleDescriptorSpec MavenPublication MavenArtifact \
    MavenArtifactSet MavenPom PluginDependenciesSpec PluginDependencySpec ResourceHandler TextResourceFactory";

pub(in crate::highlight) fn grammar() -> Grammar {
    groovy::with_words(&table(
        Name,
        [
            (groovy::KEYWORDS, Keyword),
            (BLOCKS, Keyword),
            (groovy::DECLARATIONS, KeywordDeclaration),
            (groovy::TYPES, KeywordType),
            (TYPES, KeywordType),
            ("true false null", KeywordConstant),
        ],
    ))
}
