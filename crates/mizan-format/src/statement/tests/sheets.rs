//! Spreadsheets: what they show, and what they may not do.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::statement::finding::Code;
use crate::statement::rows::xlsx::{MOST_UNPACKED, unpacked};
use crate::statement::tests::{BANK, codes, mapping};
use crate::statement::{Asked, read};

const SHEET: &[u8] = include_bytes!("../../../../../fixtures/statements/bank/march.xlsx");

#[test]
fn a_banks_sheet_says_what_its_table_says() {
    let mapping = mapping();
    let asked = Asked { mapping: Some(&mapping), ..Asked::default() };
    let (sheet, table) = (read(SHEET, &asked), read(BANK, &asked));
    let first = |reading: &crate::statement::model::Reading| {
        let entries = &reading.statements[0].entries;
        entries
            .iter()
            .take(2)
            .map(|entry| (entry.amount, entry.booked_on, entry.references.servicer.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(first(&sheet), first(&table));
    assert_eq!(sheet.statements[0].balanced, Some(true));
    assert!(codes(&sheet).contains(&Code::RoundedBySpreadsheet), "0.1 + 0.2 is shown as 0.3, and told");
}

#[test]
fn a_sheet_that_unpacks_to_more_than_the_bound_is_refused_before_it_is_read() {
    let bomb = archive(&[("xl/worksheets/sheet1.xml", &"0".repeat(4_096))]);
    assert!(bomb.len() < 1_024, "it is small");
    let refused = unpacked(&bomb, 1_024).err().map(|(code, _)| code);
    assert_eq!(refused, Some(Code::TooMuch));
    assert_eq!(unpacked(&bomb, 4_096), Ok(()));
    assert!(unpacked(SHEET, MOST_UNPACKED).is_ok());
}

#[test]
fn a_sheet_that_says_it_is_small_is_believed_no_more_than_its_bytes() {
    let honest = archive(&[("xl/worksheets/sheet1.xml", &"0".repeat(4_096))]);
    let size = 4_096_u32.to_le_bytes();
    let mut lying = honest.clone();
    let said: Vec<usize> = (0..honest.len() - 3).filter(|at| honest[*at..*at + 4] == size).collect();
    assert!(!said.is_empty(), "the archive says what it unpacks to");
    said.into_iter().for_each(|at| lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes()));
    assert!(unpacked(&lying, 1_024).is_err());
    let reading = read(&lying, &Asked::default());
    assert!(reading.quarantines() && reading.statements.is_empty(), "{:?}", reading.findings);
}

#[test]
fn one_cell_in_the_last_row_and_column_takes_no_room_for_those_before_it() {
    let far = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
               <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let reading = read(&workbook(far), &Asked::default());
    assert!(codes(&reading).contains(&Code::TooMuch), "{:?}", reading.findings);
}

#[test]
fn an_archive_that_is_no_spreadsheet_is_named() {
    let reading = read(&archive(&[("letter.txt", "Madame")]), &Asked::default());
    assert_eq!(codes(&reading), [Code::NotATable]);
    assert!(!reading.unread.is_empty());
}

fn workbook(sheet: &str) -> Vec<u8> {
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
                <sheet name=\"Mars\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                     <Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\" \
                     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>";
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                <Relationship Id=\"rId1\" Target=\"xl/workbook.xml\" \
                Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>";
    archive(&[
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part can be begun");
        archive.write_all(text.as_bytes()).expect("memory has room");
    }
    archive.finish().expect("an archive can be closed").into_inner()
}
