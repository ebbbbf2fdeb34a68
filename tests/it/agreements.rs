//! The worked agreements of `fixtures/agreements`: each is sound, comes out to the centime, and is told in the README.

use std::fs;
use std::path::PathBuf;

use mizan_ledger::agreement::document::Agreement;
use mizan_tests::repository;

/// The published breakdowns the house set out to reproduce; the list it comes from has no F6 and no F7.
const PUBLISHED: [&str; 15] =
    ["F1", "F2", "F3", "F4", "F5", "F8", "F9", "F10", "F11", "F12", "F13", "F14", "F15", "F16", "F17"];

fn folder() -> PathBuf {
    repository().join("fixtures/agreements")
}

/// Every document of the folder, by name.
fn documents() -> Vec<(String, String)> {
    let entries = fs::read_dir(folder()).expect("the folder of worked agreements can be read");
    let paths = entries.map(|entry| entry.expect("an entry of the folder can be read").path());
    let documents = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let mut documents: Vec<_> = documents
        .map(|path| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a worked agreement can be read"))
        })
        .collect();
    documents.sort();
    documents
}

fn readme() -> String {
    fs::read_to_string(folder().join("README.md")).expect("the worked agreements have a README")
}

#[test]
fn every_worked_agreement_is_sound_and_comes_out_to_the_centime() {
    let documents = documents();
    assert!(documents.len() > 20, "only {} worked agreements were found", documents.len());
    for (name, text) in documents {
        let agreement: Agreement = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let problems: Vec<_> = agreement.check().iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new(), "{name}");
        let example = agreement.example.as_ref().unwrap_or_else(|| panic!("{name} has no example"));
        let split = agreement.split(&example.facts).unwrap_or_else(|error| panic!("{name}: {error}"));
        let said = serde_json::to_string(&example.split).expect("a split can be written");
        assert_eq!(serde_json::to_string(&split).expect("a split can be written"), said, "{name}");
        let id = agreement.agreement.to_string();
        let named =
            if agreement.version == 1 { format!("{id}.json") } else { format!("{id}-{}.json", agreement.version) };
        assert!(name == named, "{name} holds {id}: call the file {named}");
    }
}

#[test]
fn the_readme_tells_the_source_of_every_worked_agreement() {
    let readme = readme();
    let untold: Vec<_> = documents().into_iter().filter(|(name, _)| !readme.contains(&format!("`{name}`"))).collect();
    let names: Vec<_> = untold.iter().map(|(name, _)| name).collect();
    assert!(names.is_empty(), "say in fixtures/agreements/README.md where the figures come from: {names:?}");
}

#[test]
fn the_readme_answers_for_every_published_breakdown() {
    let readme = readme();
    for id in PUBLISHED {
        let row = readme.lines().find(|line| line.starts_with(&format!("| {id} |")));
        let row = row.unwrap_or_else(|| panic!("fixtures/agreements/README.md has no row for {id}"));
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{id} has its file, its figures and what the engine leaves: {row}");
        let files: Vec<&str> = cells[1].split('`').filter(|part| part.ends_with(".json")).collect();
        assert!(!files.is_empty(), "{id} names no file: {row}");
        for file in files {
            assert!(folder().join(file).is_file(), "{id} names {file}, which is not there");
        }
    }
}
