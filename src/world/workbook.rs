//! Files that people take for tables and that are none: workbooks, PDFs, packed files. Every reader of tables asks here before
//! it complains of bytes, so that whoever gave the file learns what to do with it.

/// What a file is that cannot be read as text, and what to do with it; nothing where it may be text.
pub fn instead_of_text(bytes: &[u8]) -> Option<&'static str> {
    /// What spreadsheets of old wrote (compound files).
    const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument";
    let holds = |part: &[u8]| bytes.windows(part.len()).take(4096).any(|window| window == part);
    if bytes.starts_with(b"PK\x03\x04") && holds(OPEN_DOCUMENT) {
        Some(
            "is a LibreOffice workbook (.ods), not a table of text: open it, save the sheet as CSV (File, Save as, Text CSV), and give that file",
        )
    } else if bytes.starts_with(b"PK\x03\x04") {
        Some(
            "is an Excel workbook (or another zipped file), not a table of text: open it, save the sheet as CSV (File, Save as, CSV UTF-8), and give that file",
        )
    } else if bytes.starts_with(COMPOUND) {
        Some(
            "is an Excel workbook of the old kind (.xls), not a table of text: open it, save the sheet as CSV (File, Save as, CSV), and give that file",
        )
    } else if bytes.starts_with(b"%PDF") {
        Some("is a PDF, not a table of text: give the table that it was made from, saved as CSV")
    } else if bytes.starts_with(&[0x1f, 0x8b]) {
        Some("is packed (.gz), not a table of text: unpack it, and give the file that comes out")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_are_known_by_their_first_bytes_and_text_is_left_alone() {
        let told = |bytes: &[u8]| instead_of_text(bytes).unwrap_or("text");
        assert!(told(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml").contains("Excel workbook"));
        assert!(told(b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet").contains(".ods"));
        assert!(told(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]).contains(".xls"));
        assert!(told(b"%PDF-1.7").contains("PDF") && told(&[0x1f, 0x8b, 8]).contains(".gz"));
        for text in [
            &b""[..],
            b"PK,voter\n1,2\n",
            b"voter_id,vote\n",
            "\u{feff}id".as_bytes(),
        ] {
            assert_eq!(told(text), "text");
        }
    }
}
