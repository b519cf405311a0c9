//! Smaller pages that stay valid HTML.

/// Minifies a page; without the `minify` feature it is left as the templates made it.
#[cfg(feature = "minify")]
pub fn minify(html: String) -> Vec<u8> {
    // Closing tags and the html and head tags stay: validators and readers of the source expect them.
    let mut cfg = minify_html::Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    cfg.keep_input_type_text_attr = true;
    cfg.minify_css = false;
    cfg.minify_js = false;
    cfg.minify_doctype = false;
    cfg.allow_noncompliant_unquoted_attribute_values = false;
    cfg.allow_removing_spaces_between_attributes = false;
    cfg.allow_optimal_entities = false;
    minify_html::minify(html.as_bytes(), &cfg)
}

/// The page as the templates made it.
#[cfg(not(feature = "minify"))]
pub fn minify(html: String) -> Vec<u8> {
    html.into_bytes()
}
