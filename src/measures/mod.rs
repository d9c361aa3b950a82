//! Every output, declared once; reads one year's record.
