//! The pages that have a word, as letters: what the script of the search reads is made at once, for a list of numbers would weigh
//! ten times as much.

/// Pages in reading order, each with the level of its weight: the pages left out since the last one in base 36 (nothing for
/// none), then `A` to `O` for the level.
#[derive(Debug, Default, Clone)]
pub struct Postings {
    code: String,
    /// The page after the last one.
    suivante: u32,
}

impl Postings {
    /// Adds a page, after those that are there; `niveau` begins at 1.
    pub fn ajoute(&mut self, page: u32, niveau: u8) {
        base36(&mut self.code, page - self.suivante);
        self.code.push(char::from(b'@' + niveau));
        self.suivante = page + 1;
    }

    /// The letters; none when no page has the word.
    pub fn code(&self) -> &str {
        &self.code
    }
}

fn base36(out: &mut String, n: u32) {
    if n >= 36 {
        base36(out, n / 36);
    }
    if n > 0 {
        out.extend(char::from_digit(n % 36, 36));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_short() {
        let mut postings = Postings::default();
        [(0, 1), (1, 15), (40, 3), (1_400, 2)].into_iter().for_each(|(page, niveau)| postings.ajoute(page, niveau));
        assert_eq!(postings.code(), "AO12C11rB");
    }
}
