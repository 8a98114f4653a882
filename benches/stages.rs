//! One benchmark a stage: YAML, Liquid parse, Liquid render, Markdown, a whole site. `cargo bench`.

fn main() {
    divan::main();
}

/// Front matter and a data file of a few hundred lines.
#[divan::bench]
fn yaml(bencher: divan::Bencher<'_, '_>) {
    let text =
        "- title: \"제목\"\n  date: 2024-01-02 03:04:05 +0900\n  tags: [a, b, 'c d']\n  n: 12\n"
            .repeat(200);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| rekyll::yaml::load(divan::black_box(&text), None).unwrap());
}
