//! The page that verifies a receipt: one file that anybody opens from a disk, in a browser and without a network.
//!
//! It is part of the program, so that it is of one version with what it reads; and it is given to people as a file, so that
//! they need not take it anew from whoever gave them the receipt. Its policy lets no script run but its own, and lets
//! nothing leave it: each of its parts is named there by its hash.

/// The page, whole.
pub const VERIFY_PAGE: &str = include_str!("../../assets/verify.html");

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use sha2::{Digest, Sha256};

    use super::VERIFY_PAGE;

    /// What stands between each pair of these tags.
    fn parts(tag: &str) -> Vec<&'static str> {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        VERIFY_PAGE.split(&open).skip(1).filter_map(|rest| Some(rest.split_once(&close)?.0)).collect()
    }

    fn by_hash(tag: &str) -> String {
        let hash = |part: &&str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(part)));
        parts(tag).iter().map(hash).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_page_allows_its_own_parts_by_their_hashes_and_nothing_else() {
        let policy = format!(
            "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
            by_hash("script"),
            by_hash("style")
        );
        let stated = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        assert!(VERIFY_PAGE.contains(&stated), "The page was changed; its policy must be:\n{stated}");
        for outside in
            ["http:", "https:", "src=", "href=", "@import", ": url(", "<form", "<iframe", " onload=", " style="]
        {
            assert!(!VERIFY_PAGE.contains(outside), "`{outside}` has no place in a page that asks nobody");
        }
    }

    #[test]
    fn its_logic_is_short_enough_to_be_read() {
        let scripts = parts("script");
        let [_words, logic] = scripts.as_slice() else { panic!("the words and the logic") };
        let lines = logic.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        assert!(lines <= 200, "{lines} lines");
        assert!(VERIFY_PAGE.len() <= 32 << 10, "{} bytes", VERIFY_PAGE.len());
    }
}
