//! A readable difference between two texts.

/// Lines only in `avant` with `-`, only in `apres` with `+`, the common ones with a space.
pub fn differences(avant: &str, apres: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (avant.lines().collect(), apres.lines().collect());
    // Length of the longest common subsequence of the ends a[i..] and b[j..].
    let mut communes = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            communes[i][j] = if a[i] == b[j] { communes[i + 1][j + 1] + 1 } else { communes[i + 1][j].max(communes[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lignes) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lignes.push(format!("  {}", a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && communes[i + 1][j] >= communes[i][j + 1]) {
            lignes.push(format!("- {}", a[i]));
            i += 1;
        } else {
            lignes.push(format!("+ {}", b[j]));
            j += 1;
        }
    }
    lignes.join("\n")
}
