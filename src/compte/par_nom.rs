//! A few values by name.

/// Values by name, sorted. They are a few funders or programmes for each of many totals: a tree would take ten times their room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParNom<V>(Vec<(String, V)>);

impl<V> Default for ParNom<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> ParNom<V> {
    fn place(&self, nom: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(n, _)| n.as_str().cmp(nom))
    }

    /// The value of a name.
    pub fn get(&self, nom: &str) -> Option<&V> {
        self.0.get(self.place(nom).ok()?).map(|(_, value)| value)
    }

    /// The names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.0.iter().map(|(nom, value)| (nom, value))
    }

    /// The names.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(nom, _)| nom)
    }

    /// The values, in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<V: Default> ParNom<V> {
    /// The value of a name, to be changed; where it is new, it begins from nothing.
    pub fn entry(&mut self, nom: &str) -> &mut V {
        let place = self.place(nom).unwrap_or_else(|place| {
            self.0.reserve_exact(1);
            self.0.insert(place, (nom.to_owned(), V::default()));
            place
        });
        &mut self.0[place].1
    }
}
