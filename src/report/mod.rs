//! Charts, tables and the self-contained page.
