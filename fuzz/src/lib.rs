//! What the targets share.

use rekyll::liquid::Limits;

/// As much as the library lets those have who do not trust their templates.
pub const LIMITS: Limits = Limits {
    render_length: Some(1 << 20),
    render_score: Some(1 << 16),
    assign_score: Some(1 << 20),
};
