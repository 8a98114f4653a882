# Measures Liquid 4.0.4 and SafeYAML for benches/compare.rs: one JSON request on standard input, one answer on standard
# output, times in nanoseconds.
require "json"
require "liquid"
require "safe_yaml/load"
abort "Liquid #{Liquid::VERSION}, not 4.0.4" unless Liquid::VERSION == "4.0.4"

SafeYAML::OPTIONS[:suppress_warnings] = true
Liquid::Template.error_mode = :warn
REQUEST = JSON.parse($stdin.read.force_encoding("UTF-8"))

def now = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)

# The least time that the block took.
def fastest
  3.times { yield }
  times = []
  start = now
  while now - start < REQUEST["span"] * 1e9 || times.size < 5
    before = now
    yield
    times << now - before
  end
  times.min
end

def parse(source) = Liquid::Template.parse(source, :line_numbers => true)

def render(source, data)
  template = parse(source)
  fastest { template.render!(data) }
end

answer = {
  "output" => parse(REQUEST["page"]).render!(REQUEST["data"]),
  "parse" => fastest { parse(REQUEST["page"]) },
  "render" => render(REQUEST["page"], REQUEST["data"]),
  "render_list" => render(REQUEST["list"], REQUEST["data"]),
  "lookup_10" => render(REQUEST["lookup"], REQUEST["data_10"]),
  "lookup_10000" => render(REQUEST["lookup"], REQUEST["data_10000"]),
  "yaml_data" => fastest { SafeYAML.load(REQUEST["yaml_data"]) },
  "yaml_front_matter" => fastest { SafeYAML.load(REQUEST["yaml_front_matter"]) },
}
puts JSON.generate(answer)
