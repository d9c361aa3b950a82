//! PNG from SVG, with the embedded typeface: the same picture on a machine without fonts.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree};

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for bytes in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Renders an SVG at `zoom` times its size.
pub fn png(svg: &str, zoom: f32) -> Result<Vec<u8>, String> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Noto Sans".to_string(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| format!("the drawing is not valid SVG: {error}"))?;
    let size = tree.size();
    let (width, height) = (
        (size.width() * zoom).ceil() as u32,
        (size.height() * zoom).ceil() as u32,
    );
    let mut pixels = Pixmap::new(width, height).ok_or("the drawing has no size")?;
    resvg::render(&tree, Transform::from_scale(zoom, zoom), &mut pixels.as_mut());
    encoded(pixels).map_err(|error| format!("cannot encode PNG: {error}"))
}

/// The picture as a file. Charts are flat areas of colour, so the quickest compression costs little room and saves most of
/// the time that pictures took.
fn encoded(pixels: Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let (width, height) = (pixels.width(), pixels.height());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(&pixels.take_demultiplied())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::canvas::{Canvas, Hold, INK};

    #[test]
    fn a_png_decodes_and_shows_its_text() {
        let mut canvas = Canvas::new(120.0, 40.0);
        canvas.text(10.0, 25.0, 14.0, INK, Hold::Left, "£1.2 billion");
        let bytes = png(&canvas.finish("t", "d"), 2.0).expect("renders");
        let pixels = Pixmap::decode_png(&bytes).expect("decodes");
        assert_eq!((pixels.width(), pixels.height()), (240, 80));
        let dark = pixels.pixels().iter().filter(|pixel| pixel.red() < 100).count();
        assert!(dark > 100, "the text is drawn: {dark}");
    }
}
