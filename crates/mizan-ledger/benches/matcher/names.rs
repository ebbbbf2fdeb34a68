//! Invented members and buyers, and what banks make of their names.

use crate::chance::Chance;

const FIRST: [&str; 24] = [
    "Fatima", "Aïcha", "Khadija", "Zahra", "Malika", "Naïma", "Rachida", "Latifa", "Samira", "Halima", "Hafida",
    "Saïda", "Jamila", "Rkia", "Itto", "Tamou", "Fadma", "Mina", "Touria", "Hind", "Mounia", "Siham", "Ghizlane",
    "Loubna",
];
const FAMILY: [&str; 30] = [
    "Amrani",
    "Bennani",
    "Alaoui",
    "Idrissi",
    "El Fassi",
    "Ouazzani",
    "Tazi",
    "Berrada",
    "Chraïbi",
    "Lahlou",
    "Benjelloun",
    "Aït Ali",
    "Aït Ahmed",
    "Ouhadi",
    "Benaïssa",
    "Boukhris",
    "El Mansouri",
    "Zerouali",
    "Haddou",
    "Oubella",
    "Sabri",
    "Naciri",
    "Kabbaj",
    "Filali",
    "Rahmouni",
    "Daoudi",
    "Slaoui",
    "Belghiti",
    "Tahiri",
    "Ziani",
];
const SHOP: [&str; 10] =
    ["Galerie", "Boutique", "Maison", "Atelier", "Comptoir", "Riad", "Concept Store", "Épicerie", "Hôtel", "Librairie"];
const WORD: [&str; 20] = [
    "Atlas", "Médina", "Argane", "Safran", "Zellige", "Menzeh", "Oasis", "Souss", "Tizi", "Ourika", "Palmier",
    "Indigo", "Sahara", "Kenza", "Amlou", "Tadelakt", "Rif", "Toubkal", "Azilal", "Imilchil",
];
const TOWN: [&str; 10] =
    ["Fès", "Rabat", "Paris", "Lyon", "Essaouira", "Agadir", "Bruxelles", "Genève", "Tanger", "Casablanca"];
const FORM: [&str; 5] = [" SARL", " SAS", " SA", "", ""];
const PREFIX: [&str; 6] = ["MME ", "VIR DE ", "STE ", "M. ", "ORD ", "DO: "];

/// A member.
pub(crate) fn person(chance: &mut Chance) -> String {
    format!("{} {}", chance.one(&FIRST), chance.one(&FAMILY))
}

/// A buyer: three of four are shops.
pub(crate) fn buyer(chance: &mut Chance) -> String {
    if chance.happens(2_500) {
        return person(chance);
    }
    let town = if chance.happens(5_000) { format!(" {}", chance.one(&TOWN)) } else { String::new() };
    format!("{} {}{town}{}", chance.one(&SHOP), chance.one(&WORD), chance.one(&FORM))
}

/// A name as a bank writes it: in capitals, abbreviated, turned round, cut at twelve letters or with a word before it.
pub(crate) fn damaged(chance: &mut Chance, name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let written = match chance.below(5) {
        0 => return plain(&name.to_uppercase()),
        1 => abbreviated(&words),
        2 => words.iter().rev().copied().collect::<Vec<_>>().join(" "),
        3 => name.chars().take(12).collect::<String>().trim_end().to_owned(),
        _ => format!("{}{name}", chance.one(&PREFIX)),
    };
    if chance.happens(5_000) { plain(&written.to_uppercase()) } else { written }
}

/// The first word as a letter and a stop where it is short, as three letters where it is long.
fn abbreviated(words: &[&str]) -> String {
    let (first, rest) = words.split_first().expect("a name has a word");
    let kept: String = first.chars().take(if first.chars().count() > 6 { 3 } else { 1 }).collect();
    format!("{kept}. {}", rest.join(" "))
}

/// Without the marks on its letters, as the plain letters of older formats want it.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'Ï' => 'I',
            'É' | 'È' => 'E',
            'Ô' => 'O',
            other => other,
        })
        .collect()
}

/// A text that went through the wrong letters: marked ones as two others, or as a question mark.
pub(crate) fn wrong_letters(chance: &mut Chance, text: &str) -> String {
    let twice = chance.happens(5_000);
    let mut damaged = String::new();
    for letter in text.chars() {
        match letter {
            plain if plain.is_ascii() => damaged.push(plain),
            marked if twice => damaged.extend(marked.to_string().bytes().map(char::from)),
            _ => damaged.push('?'),
        }
    }
    damaged
}
