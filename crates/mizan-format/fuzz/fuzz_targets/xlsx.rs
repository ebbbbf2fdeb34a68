//! Spreadsheets, in an archive that is whole or not: every file is answered.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use mizan_format::statement::mapping::Mapping;
use mizan_format_fuzz::answered;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>"#;
const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// An archive around a sheet, so that what is tried is not only the archive.
fn around(sheet: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, bytes) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part can be begun");
        archive.write_all(bytes).expect("memory has room");
    }
    archive.finish().expect("an archive can be closed").into_inner()
}

fuzz_target!(|data: &[u8]| {
    let text = r#"{"account":"0117","currency":"MAD","columns":{"booked_on":"D","amount":"A"}}"#;
    let mapping = Mapping::from_json(text.as_bytes()).expect("it names an amount");
    answered(data, None, Some(&mapping));
    answered(&around(data), None, Some(&mapping));
});
