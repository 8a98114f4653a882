# frozen_string_literal: true

# Converts the Markdown that comes as JSON, one text a line, with Ruby's kramdown as Jekyll configures it, and prints the
# processor seconds that one pass over all texts takes and a digest of the HTML. benches/kramdown.rs runs it.
require "json"
require "digest"
require "kramdown"
require "kramdown-parser-gfm"

OPTIONS = {
  "input" => "GFM", "hard_wrap" => false, "syntax_highlighter" => nil
}.freeze

def convert(texts)
  texts.map { |text| Kramdown::Document.new(text, OPTIONS).to_html }
end

texts = $stdin.each_line.map { |line| JSON.parse(line) }
convert(texts.first(20))
start = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
html = convert(texts)
seconds = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - start
digest = Digest::SHA256.new
html.each { |text| digest << text }
puts JSON.generate("seconds" => seconds, "digest" => digest.hexdigest, "kramdown" => Kramdown::VERSION, "ruby" => RUBY_VERSION)
